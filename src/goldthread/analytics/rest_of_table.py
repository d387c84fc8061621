"""What the rest of a table says one of its series should look like.

Seasons, holidays and a growing service move every series alike, so a series' total is expected
to fall over the weeks as the rest of the table does. The rest is itself made of counts: what a
series is compared with is uncertain, which widens what chance may do to it. Given the rest as
evidence, the predicted counts are Dirichlet-multinomial again (Aitchison and Dunsmore 1975,
chapter 2), which for a series of n beside a rest of N is the same as a dispersion 1 + n / N times
larger. So a large series in a small table needs stronger evidence, and is not diluted by itself.
Each week begins with half an event (Jeffreys), so that a week in which nothing else happened is
not taken for one in which nothing could.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from goldthread.analytics.dispersion import dispersion

Floats = npt.NDArray[np.float64]

PRIOR = 0.5


def against_the_rest(
    counts: Any, whole: Any, begun: Any, *, leave_out: int
) -> tuple[Floats, Floats]:
    """The weights (series, weeks) and the dispersion (series,) to scan each series with.

    `counts` are (series, weeks); `whole` is (weeks,), what the table adds up to; `begun` is 1
    where a series could have had events and 0 before, in the shape of `counts`. The dispersion is
    learned without the last `leave_out` weeks.
    """
    seen, started = np.asarray(counts, dtype=np.float64), np.asarray(begun, dtype=np.float64)
    together = started * np.asarray(whole, dtype=np.float64)
    rest = np.maximum(together - started * seen, 0.0) + PRIOR * started
    spread = dispersion(seen, together, leave_out=leave_out)
    own, others = (started * seen).sum(axis=1), rest.sum(axis=1)
    share = np.divide(own, others, out=np.zeros_like(own), where=others > 0)
    return rest, spread * (1 + share)
