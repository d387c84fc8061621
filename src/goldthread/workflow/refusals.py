"""Refusals as every rule gives them; they live in `access`, which has rules of its own."""

from __future__ import annotations

from goldthread.access.refusals import NOT_ALLOWED as NOT_ALLOWED
from goldthread.access.refusals import Refusal as Refusal
from goldthread.access.refusals import Refused as Refused
from goldthread.access.refusals import refuse as refuse

WRONG_STATE = "WF-02"
CHANGED_MEANWHILE = "WF-03"
