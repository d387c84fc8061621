"""Writing restrictions, reviewing them, and keeping the register of each month."""

from goldthread.domain.registers.restrictions.operations.reviewing import (
    review as review,
)
from goldthread.domain.registers.restrictions.operations.snapshots import (
    take_snapshot as take_snapshot,
)
from goldthread.domain.registers.restrictions.operations.snapshots import (
    take_snapshots as take_snapshots,
)
from goldthread.domain.registers.restrictions.operations.writing import (
    authorise as authorise,
)
from goldthread.domain.registers.restrictions.operations.writing import (
    begin_at_once as begin_at_once,
)
from goldthread.domain.registers.restrictions.operations.writing import (
    complete as complete,
)
from goldthread.domain.registers.restrictions.operations.writing import (
    decline as decline,
)
from goldthread.domain.registers.restrictions.operations.writing import (
    propose as propose,
)
