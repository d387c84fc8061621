"""What packs do by the clock."""

from goldthread.domain.governance.packs.operations import draft_quarters
from goldthread.jobs.registry import every

every("draft_quarters", days=1)(draft_quarters)
