"""The tables of verification."""

from goldthread.domain.verification.models.measured import Effect, Registration
from goldthread.domain.verification.models.plan import Conclusion, Plan
from goldthread.domain.verification.models.rounds import Case, Round

__all__ = ["Case", "Conclusion", "Effect", "Plan", "Registration", "Round"]
