"""Working safeguarding cases, and everything recorded within them."""

from goldthread.domain.registers.safeguarding.operations.actions import (
    add_action,
    confirm_action,
    drop_action,
)
from goldthread.domain.registers.safeguarding.operations.case import (
    acknowledge,
    close,
    decide,
    name_lead,
    raise_concern,
    refer,
)
from goldthread.domain.registers.safeguarding.operations.partners import (
    keep_partner,
    partner_named,
)
from goldthread.domain.registers.safeguarding.operations.working import (
    add_note,
    decide_threshold,
    link_person,
    log_ladder_step,
    record_wishes,
)

__all__ = [
    "acknowledge",
    "add_action",
    "add_note",
    "close",
    "confirm_action",
    "decide",
    "decide_threshold",
    "drop_action",
    "keep_partner",
    "link_person",
    "log_ladder_step",
    "name_lead",
    "partner_named",
    "raise_concern",
    "record_wishes",
    "refer",
]
