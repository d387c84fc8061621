"""Restrictions, their reviews, and the register as it stood each month."""

from goldthread.domain.registers.restrictions.models.register import (
    Alternative as Alternative,
)
from goldthread.domain.registers.restrictions.models.register import (
    Decision as Decision,
)
from goldthread.domain.registers.restrictions.models.register import (
    Restriction as Restriction,
)
from goldthread.domain.registers.restrictions.models.register import (
    RestrictionCounter as RestrictionCounter,
)
from goldthread.domain.registers.restrictions.models.snapshots import Snapshot as Snapshot
