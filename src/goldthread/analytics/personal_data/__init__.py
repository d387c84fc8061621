"""Personal data in free text: found, explained by kind, and replaced on request.

What shared or national text must not carry: names, NHS numbers, dates of birth, telephone
numbers, e-mail addresses, postcodes, street addresses and record numbers. A person always reads
the result: finding a word is not a promise that nothing else identifies anyone.
"""

from goldthread.analytics.personal_data.finding import (
    KINDS,
    LABELS,
    Span,
    find_personal_data,
    is_nhs_number,
    replace,
)

__all__ = ["KINDS", "LABELS", "Span", "find_personal_data", "is_nhs_number", "replace"]
