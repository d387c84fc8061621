"""The doctor: what is wrong with an installation and what to do about it.

`examine()` runs every check and never raises: what cannot be looked at is itself a finding.
"""

from goldthread.upkeep.doctor.examination import examine
from goldthread.upkeep.doctor.findings import Finding, Level

__all__ = ["Finding", "Level", "examine"]
