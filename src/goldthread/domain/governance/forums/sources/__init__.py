"""The agenda sources that ship; each module registers its own (see `forums.agenda`)."""

from goldthread.domain.governance.forums.sources import (
    actions,
    earlier,
    incidents,
    restrictions,
    safeguarding,
    signals,
    themes,
)

__all__ = ["actions", "earlier", "incidents", "restrictions", "safeguarding", "signals", "themes"]
