"""How many files to look at, and what a result would prove, when the caseload is finite.

All probabilities are hypergeometric (drawing without putting back); where the population is
None it is taken as endless (binomial). Shares run from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, exp, floor, lgamma, log

from goldthread.analytics.intervals import z_value

# Two files failing of 25 leaves exactly 5% for a sample of 19: rounding must not undo such a tie.
_TIE = 1e-10


@dataclass(frozen=True)
class AcceptanceRule:
    """Lot quality rule: look at `size` files, pass when at most `allowed_failures` fail.

    `good_refused` is the chance of failing a service as good as `good`; `bad_accepted` the
    chance of passing one as poor as `bad`.
    """

    size: int
    allowed_failures: int
    good: float
    bad: float
    good_refused: float
    bad_accepted: float


@dataclass(frozen=True)
class CleanResult:
    """What it proves when `sampled` of `population` were looked at and `failures` failed."""

    population: int
    sampled: int
    failures: int
    confidence: float
    still_possible: int
    sentence: str


def size_for_precision(
    population: int, margin: float = 0.10, confidence: float = 0.95, expected: float = 0.5
) -> int:
    """Files needed to know a percentage to within `margin` either way.

    n = n0 / (1 + (n0 - 1) / N), n0 = z² p (1 - p) / margin² to the nearest whole number (96 for
    10 points at 95%), as published audit tables have it; the answer is rounded up.
    """
    _check_population(population)
    _check_share(margin, "The margin")
    _check_share(expected, "The expected share")
    endless = max(1, round(z_value(confidence) ** 2 * expected * (1 - expected) / margin**2))
    exact = Fraction(endless * population, population + endless - 1)
    return min(population, ceil(exact))


def size_to_rule_out(population: int, failing_share: float, confidence: float = 0.95) -> int:
    """Files that must all pass to be `confidence` sure that fewer than `failing_share` fail."""
    _check_population(population)
    _check_share(failing_share, "The failing share")
    z_value(confidence)
    failing = _at_least(failing_share, population)
    low, high = 1, population
    while low < high:
        middle = (low + high) // 2
        if acceptance_share(population, failing, middle, 0) <= 1 - confidence + _TIE:
            high = middle
        else:
            low = middle + 1
    return low


def acceptance_rule(
    population: int, good: float = 0.95, bad: float = 0.75, error: float = 0.10
) -> AcceptanceRule | None:
    """The smallest sample, and failures allowed, that tells good from bad (LQAS).

    Both errors are at most `error`. None when even looking at every file cannot tell them apart,
    because good and bad come to the same number of files.
    """
    _check_population(population)
    for share, name in ((good, "Good"), (bad, "Bad"), (error, "The error")):
        _check_share(share, name)
    if bad >= good:
        raise ValueError("Good must be a higher share of passing files than bad.")
    for size in range(1, population + 1):
        for allowed in range(size):
            refused, accepted = decision_errors(population, size, allowed, good, bad)
            if accepted > error + _TIE:
                break
            if refused <= error + _TIE:
                return AcceptanceRule(size, allowed, good, bad, refused, accepted)
    return None


def decision_errors(
    population: int | None, size: int, allowed_failures: int, good: float, bad: float
) -> tuple[float, float]:
    """(chance of refusing a good service, chance of accepting a bad one) for one rule.

    Of N files a good service has (1 - good) N failing and a bad one (1 - bad) N, each to the
    nearest whole file. An exact half goes up for good and to the even number for bad: the
    convention behind the published 11/1, 16/2, 19/2 for 20, 30 and 50 files.
    """
    if population is None:
        good_accepted = _binomial_up_to(allowed_failures, size, 1 - good)
        return 1 - good_accepted, _binomial_up_to(allowed_failures, size, 1 - bad)
    good_failing = floor((1 - _exact(good)) * population + Fraction(1, 2))
    bad_failing = round((1 - _exact(bad)) * population)
    return (
        max(0.0, 1 - acceptance_share(population, good_failing, size, allowed_failures)),
        acceptance_share(population, bad_failing, size, allowed_failures),
    )


def acceptance_share(population: int, failing: int, size: int, allowed_failures: int) -> float:
    """Chance that at most `allowed_failures` of `size` files drawn fail, if `failing` of all do."""
    lowest = max(0, size - (population - failing))
    highest = min(allowed_failures, failing, size)
    if lowest > highest:
        return 0.0
    whole = _log_choose(population, size)
    return min(
        1.0,
        sum(
            exp(
                _log_choose(failing, found)
                + _log_choose(population - failing, size - found)
                - whole
            )
            for found in range(lowest, highest + 1)
        ),
    )


def two_stage_acceptance_share(first: int, second: int, compliance: float) -> float:
    """Chance of passing "`first` plus `second`", where `compliance` of endless files pass.

    No failure in the first passes; one failure calls for the second, which must all pass; two
    or more fail. "10 plus 5" passes 84% of services at 95% and 10% of those at 75%.
    """
    clean = compliance**first
    one = first * (1 - compliance) * compliance ** (first - 1)
    return float(clean + one * compliance**second)


def failing_files_still_possible(
    population: int, sampled: int, failures: int = 0, confidence: float = 0.95
) -> int:
    """The most files of the whole population that could fail, given the sample's result."""
    _check_population(population)
    if not 1 <= sampled <= population:
        raise ValueError(
            f"A sample of {sampled} cannot be drawn from {_files(population)}: choose 1 to {population}."
        )
    if not 0 <= failures <= sampled:
        raise ValueError(f"{failures} failures out of {sampled} looked at cannot be.")
    z_value(confidence)
    low, high = failures, population - sampled + failures
    while low < high:
        middle = (low + high + 1) // 2
        if acceptance_share(population, middle, sampled, failures) > 1 - confidence + _TIE:
            low = middle
        else:
            high = middle - 1
    return low


def clean_result(
    population: int, sampled: int, failures: int = 0, confidence: float = 0.95
) -> CleanResult:
    """`failing_files_still_possible` with the sentence a lay reader needs."""
    possible = failing_files_still_possible(population, sampled, failures, confidence)
    if sampled == population:
        sentence = f"Every file was looked at: {failures} of {population} fail."
    else:
        passed = f"{sampled - failures} of {sampled} files passing"
        still = "no failing file" if possible == 0 else f"as many as {_files(possible)} failing"
        sentence = (
            f"With {passed}, we can be {confidence:.0%} sure of no more than this: "
            f"{still} in the whole caseload of {population} ({possible / population:.0%})."
        )
    return CleanResult(population, sampled, failures, confidence, possible, sentence)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _exact(share: float) -> Fraction:
    # 0.1 * 30 must be 3, not the float a hair above it.
    return Fraction(str(share))


def _at_least(share: float, population: int) -> int:
    return max(1, ceil(_exact(share) * population))


def _log_choose(total: int, chosen: int) -> float:
    return lgamma(total + 1) - lgamma(chosen + 1) - lgamma(total - chosen + 1)


def _binomial_up_to(highest: int, size: int, share: float) -> float:
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if highest >= size else 0.0
    return min(
        1.0,
        sum(
            exp(_log_choose(size, k) + k * log(share) + (size - k) * log(1 - share))
            for k in range(min(highest, size) + 1)
        ),
    )


def _check_population(population: int) -> None:
    if population < 1:
        raise ValueError("The population must be at least 1 file.")


def _check_share(share: float, name: str) -> None:
    if not 0 < share < 1:
        raise ValueError(f"{name} must be between 0 and 1, for example 0.1 for 10%.")
