"""Personal data that has a shape: numbers, dates of birth, contacts, addresses."""

from __future__ import annotations

import re

_NUMBER = r"[A-Z]{0,4}[-/]?\d[\dA-Z/-]{2,18}"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+\d{{2,4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_STREET = (
    r"(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Way|Crescent|Cres|Gardens|Gdns|Grove|"
    r"Hill|Park|Place|Pl|Square|Sq|Terrace|Walk|Mews|Rise|Row|View|Green|Court|Ct|Parade|Mount|"
    r"Vale|Wharf|Quay|Villas|Cottages|Croft|Meadows?|Heights|Bank|Broadway)"
)
_NAME_OF_PLACE = r"(?:St\.?\s)?[A-Z][\w'’]+(?:[ -][A-Z][\w'’]+){0,3}?"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w/.£-])(?:\+44\s?(?:\(0\)\s?)?|0044\s?|\(?0)(?:[1-37-9]\)?)(?:[\s()-]{0,2}\d){8,9}(?![\d/-])"
)
# Letters that the Royal Mail uses in each place keep "IN 5 AM" and drug strengths out.
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r" ?\d[ABD-HJLNP-UW-Z]{2})\b"
)
_NHS = re.compile(r"(?<![\w.£-])\d{3}([ -]?)\d{3}\1\d{4}(?![\w-])")
_BORN = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\.?|date of birth|born(?:\s+on)?|birth\s?date|birthday)(?:\s+(?:is|was|of|on))?"
    rf"\s*[:;,=(–-]?\s*(?P<value>{_DATE})",
    re.I,
)
_RECORD = re.compile(
    r"\b(?:(?:rio|systmone|emis|carenotes|paris|pas|mrn|nhs|hospital|patient|client|record|case|"
    r"unit|system|service user|local|medical record|case ?note|prison|noms|national insurance|ni|"
    r"incident|crime|reference)\s*(?:id|i\.d\.|identifier|no\.?|num(?:ber)?|ref(?:erence)?|#)|"
    r"mrn|rio|noms|datix(?:\s*(?:ref|no|number|id))?)\s*(?:is|was|of)?\s*[:=#.]?\s*"
    rf"(?P<value>{_NUMBER})(?![\w-])",
    re.I,
)
_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b"
)
_ADDRESS = re.compile(
    rf"(?:\b(?:Flat|Apartment|Apt|Unit|Room)\s+\d{{1,4}}[A-Za-z]?,?\s+)?"
    rf"(?<![\w.£/-])\d{{1,4}}[A-Za-z]?,?\s+{_NAME_OF_PLACE}\s{_STREET}\b(?![-\w])"
)
_FLAT = re.compile(
    rf"\b(?:Flat|Apartment|Apt)\s+\d{{1,4}}[A-Za-z]?,\s+{_NAME_OF_PLACE}"
    r"\s(?:House|Court|Lodge|Tower|Point|Mansions|Heights|Building)\b"
)


def find_patterns(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of everything that has a shape; the surer kinds take the text first."""
    found: list[tuple[int, int, str]] = []
    for pattern, kind in _IN_ORDER:
        for match in pattern.finditer(text):
            group = "value" if "value" in pattern.groupindex else 0
            start, end = match.span(group)
            if _is(kind, text[start:end]) and _free(start, end, found):
                found.append((start, end, kind))
    return sorted(found)


def is_nhs_number(text: str) -> bool:
    """Ten digits whose last is the modulus-11 check of the first nine (NHS Data Dictionary)."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check != 10 and check % 11 == digits[9]


def _is(kind: str, text: str) -> bool:
    if kind == "nhs_number":
        return is_nhs_number(text)
    if kind == "record_number":
        return sum(letter.isdigit() for letter in text) >= 3
    return True


def _free(start: int, end: int, found: list[tuple[int, int, str]]) -> bool:
    return all(end <= other_start or start >= other_end for other_start, other_end, _ in found)


_IN_ORDER = (
    (_EMAIL, "email"),
    (_NHS, "nhs_number"),
    (_BORN, "date_of_birth"),
    (_INSURANCE, "record_number"),
    (_RECORD, "record_number"),
    (_PHONE, "phone"),
    (_FLAT, "address"),
    (_ADDRESS, "address"),
    (_POSTCODE, "postcode"),
)
