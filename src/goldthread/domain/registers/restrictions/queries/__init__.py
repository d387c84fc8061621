"""What is asked of the restrictions register."""

from goldthread.domain.registers.restrictions.queries.comparing import (
    Change as Change,
)
from goldthread.domain.registers.restrictions.queries.comparing import (
    Comparison as Comparison,
)
from goldthread.domain.registers.restrictions.queries.comparing import (
    compare as compare,
)
from goldthread.domain.registers.restrictions.queries.comparing import (
    is_intact as is_intact,
)
from goldthread.domain.registers.restrictions.queries.comparing import (
    rows_for as rows_for,
)
from goldthread.domain.registers.restrictions.queries.comparing import (
    snapshots_of as snapshots_of,
)
from goldthread.domain.registers.restrictions.queries.comparing import (
    the_one_before as the_one_before,
)
from goldthread.domain.registers.restrictions.queries.counting import (
    Counts as Counts,
)
from goldthread.domain.registers.restrictions.queries.counting import (
    counts_of as counts_of,
)
from goldthread.domain.registers.restrictions.queries.counting import (
    decided_by_risk as decided_by_risk,
)
from goldthread.domain.registers.restrictions.queries.documentation import (
    documentation as documentation,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    Filters as Filters,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    days_in_force as days_in_force,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    decided_in_month as decided_in_month,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    due_for_review as due_for_review,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    due_on as due_on,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    filtered as filtered,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    history_of as history_of,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    is_overdue as is_overdue,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    may as may,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    of_complaint as of_complaint,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    of_incident as of_incident,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    of_person as of_person,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    overdue as overdue,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    visible_to as visible_to,
)
from goldthread.domain.registers.restrictions.queries.finding import (
    with_page as with_page,
)
from goldthread.domain.registers.restrictions.queries.standing import (
    Standing as Standing,
)
from goldthread.domain.registers.restrictions.queries.standing import (
    in_force_on as in_force_on,
)
from goldthread.domain.registers.restrictions.queries.standing import (
    register_on as register_on,
)
from goldthread.domain.registers.restrictions.queries.standing import (
    reviews_due as reviews_due,
)
