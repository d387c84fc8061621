"""How long links and their codes live, and the codes of their refusals."""

from __future__ import annotations

import datetime as dt

UNKNOWN_LINK = "LNK-01"
EXPIRED_LINK = "LNK-02"
REVOKED_LINK = "LNK-03"
USED_LINK = "LNK-04"
WRONG_CODE = "LNK-05"
OLD_CODE = "LNK-06"
TOO_MANY_CODES = "LNK-07"
NO_ADDRESS = "LNK-08"

LIFETIME = dt.timedelta(days=14)
CODE_LIFETIME = dt.timedelta(minutes=15)
CODE_REST = dt.timedelta(minutes=1)  # between two codes of one link
CODE_DIGITS = 6
CODE_TRIES = 5
PARTNER = "partner:link"  # how the trail names whoever came by a link
