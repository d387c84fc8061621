"""What incidents do by the clock."""

from goldthread.domain.incidents.operations import drop_old_drafts
from goldthread.jobs.registry import every

every("old_report_drafts", hours=1)(drop_old_drafts)
