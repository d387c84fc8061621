"""The tables of forums."""

from goldthread.domain.governance.forums.models.agenda import ActionCheck, AgendaItem
from goldthread.domain.governance.forums.models.forum import Forum, ForumMember
from goldthread.domain.governance.forums.models.meeting import Attendance, Meeting

__all__ = ["ActionCheck", "AgendaItem", "Attendance", "Forum", "ForumMember", "Meeting"]
