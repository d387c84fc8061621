"""What the product does by the clock for itself; each app adds its own in its `schedules.py`."""

from goldthread.jobs.leavers import tell_of_leavers
from goldthread.jobs.operations import forget_finished, reap
from goldthread.jobs.registry import every
from goldthread.trail.checkpoints import checkpoint

every("reap_tasks", minutes=1)(reap)
every("trail_checkpoint", hours=1)(checkpoint)
every("leavers", days=1)(tell_of_leavers)
every("forget_finished_tasks", days=1)(forget_finished)
