"""Every row of a table to a draft, a reject or a skip, and all that is worth a warning.

Beyond the rules for dates (``when``), a row is rejected when nothing in it tells what happened,
when the record is damaged, when it has more values than headings and they do not fit, or when its
reference stands on an earlier row with different content. It is skipped when an earlier row is the
same in every column. All else is taken in, with a warning where something was not understood: an
unknown harm word is kept with the incident, never dropped and never guessed at.
"""

from __future__ import annotations

import hashlib
from datetime import date

from goldthread.interchange.importing.converting.calendars import calendar_of
from goldthread.interchange.importing.converting.cells import RowReader
from goldthread.interchange.importing.converting.problems import RowRejectedError, Warnings
from goldthread.interchange.importing.converting.spelling import one_spelling
from goldthread.interchange.importing.converting.when import read_when
from goldthread.interchange.importing.guessing.codes import HARMS, read_event_type
from goldthread.interchange.importing.reading.terms import Source, SourceRow
from goldthread.interchange.importing.terms import (
    Converted,
    Draft,
    ImportMapping,
    Reject,
    Skip,
)
from goldthread.interchange.importing.values.blanks import is_blank, tidy, whole_number
from goldthread.interchange.importing.values.dates import NotADateError, read_moment
from goldthread.interchange.importing.values.harm import read_harm
from goldthread.interchange.importing.vocabulary import LABELS, is_personal

_VERBATIM = frozenset(
    {"narrative", "immediate_actions", "reporter_name", "person_name", "person_number"}
)
_SPARE_TEXT = 20  # characters; shorter values elsewhere do not tell what happened


def convert(source: Source, mapping: ImportMapping, today: date) -> Converted:
    """The rows of ``source`` read by ``mapping``; dates after ``today`` are in the future."""
    return _Conversion(source, mapping, today).run()


class _Conversion:
    """One pass over the rows, remembering the references and contents already seen."""

    def __init__(self, source: Source, mapping: ImportMapping, today: date) -> None:
        self.source = source
        self.mapping = mapping
        self.fields = dict(mapping.fields)
        self.reader = RowReader(source.columns, self.fields)
        self.warnings = Warnings()
        self.calendar = calendar_of(source, mapping, today)
        self.content = [c.index for c in source.columns if c.name not in mapping.ignored]
        carried = {n for code in _VERBATIM & set(self.fields) for n in self.fields[code].columns}
        self.kept = [
            (column.name, column.index)
            for column in source.columns
            if column.name not in carried and column.name not in mapping.ignored
        ]
        self.seen: dict[str, int] = {}
        self.lines: dict[str, tuple[int, str]] = {}

    def run(self) -> Converted:
        drafts: list[Draft] = []
        rejects: list[Reject] = []
        skips: list[Skip] = []
        self._warn_about_the_file()
        for row in self.source.rows:
            fingerprint = self._fingerprint(row)
            try:
                outcome = self._row(row, fingerprint)
            except RowRejectedError as error:
                rejects.append(Reject(row.line, error.column, error.reason, row.cells))
                continue
            if isinstance(outcome, Skip):
                skips.append(outcome)
            else:
                drafts.append(outcome)
        spelt = one_spelling(drafts, self.fields, self.warnings)
        return Converted(spelt, tuple(rejects), tuple(skips), self.warnings.all())

    def _warn_about_the_file(self) -> None:
        for message in self.source.warnings:
            self.warnings.file("file", message)
        if not self.source.form.heading_lines:
            self.warnings.file(
                "no-headings",
                "No row looks like headings, so the columns are named by their place. Say which "
                "column is which in a mapping file.",
            )
        for line in self.source.set_aside:
            if line.kind == "total":
                message = f"Line {line.line} is a total (“{line.text}”) and was left out."
                self.warnings.file("total-row", message)
        for note in self.mapping.notes:
            self.warnings.file("date-order", note)
        for code, why in self.mapping.code_whys.items():
            column = self.fields[code].columns[0]
            message = f"{LABELS[code]} is written in codes. {why} Check this before you import."
            self.warnings.file("harm-codes", message, column)
        if "reference" not in self.fields:
            self.warnings.file(
                "no-reference",
                "No column holds references, so each row was given one made from its content. "
                "The same row imported again is recognised; a row changed since is not.",
            )
        readable = [name for name, _ in self.kept if is_personal(name)]
        if readable:
            self.warnings.file(
                "personal-columns",
                f"These columns look personal and are no field here: {', '.join(readable)}. They "
                "are kept readable with each incident; list them under “ignore” in the mapping "
                "file to leave them out.",
            )
        if not {"harm", "physical_harm", "psychological_harm"} & set(self.fields):
            self.warnings.file("no-harm", "No column says how much harm was done.")

    def _fingerprint(self, row: SourceRow) -> str:
        cells = row.cells
        content = [tidy(cells[place]) if place < len(cells) else "" for place in self.content]
        surplus = [tidy(cell) for cell in cells[self.source.columns[-1].index + 1 :]]
        joined = "\x1f".join(content + [cell for cell in surplus if cell])
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()

    def _row(self, row: SourceRow, fingerprint: str) -> Draft | Skip:
        if row.damage:
            raise RowRejectedError("", row.damage)
        self.reader.turn_to(row)
        kept = self._kept(row)
        narrative = self._narrative(row)
        when = read_when(self.calendar, self.reader.field, row.line, self.warnings)
        reference, made = self._reference(row, fingerprint)
        if skip := self._already_seen(row, reference, fingerprint):
            return skip
        harms = {code: self._harm(row, code) for code in HARMS}
        return Draft(
            line=row.line,
            reference=reference,
            reference_made=made,
            occurred_on=when.occurred_on,
            occurred_time=when.occurred_time,
            occurred_precision=when.precision,
            reported_on=when.reported_on,
            reported_time=when.reported_time,
            discovered_on=when.discovered_on,
            team=self._label("team"),
            locality=self._label("locality"),
            location=self._label("location"),
            category=self._label("category"),
            subcategory=self._label("subcategory"),
            other_categories=self.reader.others("category", unless_read_by="subcategory"),
            event_type=self._event_type(row),
            **harms,
            narrative=narrative,
            immediate_actions=self._text("immediate_actions"),
            status=self._label("status"),
            reporter_name=self._label("reporter_name"),
            reporter_role=self._label("reporter_role"),
            person_name=self._label("person_name"),
            person_number=whole_number(self._label("person_number")),
            kept=kept,
            fingerprint=fingerprint,
        )

    def _kept(self, row: SourceRow) -> dict[str, str]:
        cells = row.cells
        kept = {
            name: text
            for name, place in self.kept
            if place < len(cells) and (text := tidy(cells[place]))
        }
        surplus = [tidy(cell) for cell in cells[self.source.columns[-1].index + 1 :]]
        surplus = [cell for cell in surplus if cell]
        if surplus:
            self._check_overlong(row)
            kept["Values beyond the headings"] = " | ".join(surplus)
        return kept

    def _check_overlong(self, row: SourceRow) -> None:
        """Refuse a row with too many values unless everything we can check still fits."""
        harm = self.fields.get("harm")
        fits = not harm or self._read_level("harm", self.reader.field("harm")) != ""
        try:
            if not is_blank(text := self.reader.field("occurred_on")):
                read_moment(text)
        except NotADateError:
            fits = False
        if not fits:
            raise RowRejectedError(
                "",
                "The row has more values than there are headings, and they do not stand under "
                "their headings. Put text that holds the delimiter in quotation marks.",
            )
        message = (
            "The row has more values than there are headings. The surplus is kept; check the row."
        )
        self.warnings.row(row.line, "surplus-values", "", message)

    def _narrative(self, row: SourceRow) -> str:
        text = self.reader.field("narrative")
        if not is_blank(text):
            return text
        source = self.fields.get("narrative")
        column = source.columns[0] if source else ""
        spare = self._spare_text()
        if not spare:
            found = (
                "The row does not say what happened."
                if source
                else ("No column says what happened, and no other text in the row does.")
            )
            raise RowRejectedError(column, f"{found} Add a description and import the row again.")
        message = "The description is blank; the other text in the row was used in its place."
        self.warnings.row(row.line, "narrative-elsewhere", column, message)
        return spare

    def _spare_text(self) -> str:
        """Sentences in columns that are no field of ours, each under its heading.

        What was done about it does not tell what happened, so the actions do not count.
        """
        coded = {
            name
            for code, source in self.fields.items()
            if code != "narrative"
            for name in source.columns
        }
        texts = [
            (column.name, self.reader.column(column.name))
            for column in self.source.columns
            if column.name not in coded and column.name not in self.mapping.ignored
        ]
        found = [
            f"{name}:\n{text}"
            for name, text in texts
            if len(text) >= _SPARE_TEXT and len(text.split()) >= 4
        ]
        return "\n\n".join(found)

    def _reference(self, row: SourceRow, fingerprint: str) -> tuple[str, bool]:
        text = whole_number(self.reader.field("reference"))
        if not is_blank(text):
            return text[:200], False
        if "reference" in self.fields:
            message = "The reference is blank, so one was made from the content of the row."
            self.warnings.row(
                row.line, "reference-made", self.fields["reference"].columns[0], message
            )
        made = f"row-{fingerprint[:16]}"
        if fingerprint in self.seen and self.mapping.ignored:
            self.seen[fingerprint] += 1
            return f"{made}-{self.seen[fingerprint]}", True
        return made, True

    def _already_seen(self, row: SourceRow, reference: str, fingerprint: str) -> Skip | None:
        earlier = self.lines.get(reference.casefold())
        if earlier is None:
            if fingerprint in self.seen:
                message = (
                    "The row is the same as an earlier one in everything but its row number. Both "
                    "were taken in; one may be a duplicate."
                )
                self.warnings.row(row.line, "possible-duplicate", "", message)
            self.seen.setdefault(fingerprint, 1)
            self.lines[reference.casefold()] = (row.line, fingerprint)
            return None
        line, content = earlier
        if content == fingerprint:
            return Skip(row.line, reference, f"The row is the same as line {line}.")
        raise RowRejectedError(
            self.fields["reference"].columns[0],
            f"The reference “{reference}” already stands on line {line}, with different content. "
            "Give each incident its own reference, or join the rows.",
        )

    def _label(self, code: str) -> str:
        text = self.reader.field(code)
        return "" if is_blank(text) else " ".join(text.split())

    def _text(self, code: str) -> str:
        text = self.reader.field(code)
        return "" if is_blank(text) else text

    def _read_level(self, code: str, text: str) -> str:
        """The level a value stands for, ``unstated`` for a blank, empty when not understood."""
        known = self.mapping.values.get(code, {}).get(text.casefold())
        return known if known is not None else read_harm(text)

    def _harm(self, row: SourceRow, code: str) -> str:
        source = self.fields.get(code)
        if source is None:
            return ""
        text = self.reader.field(code)
        level = self._read_level(code, text)
        if level == "":
            message = f"“{text[:60]}” is not a known level of harm. It is kept with the incident; say what it means in the mapping file."
            self.warnings.row(row.line, "harm-unknown", source.columns[0], message)
        return "" if level == "unstated" else level

    def _event_type(self, row: SourceRow) -> str:
        text = self.reader.field("event_type")
        if is_blank(text):
            return "incident"
        known = self.mapping.values.get("event_type", {}).get(text.casefold())
        found = known or read_event_type(text)
        if not found:
            message = f"“{text[:60]}” is not a known kind of event, so it was taken as an incident. The word is kept."
            self.warnings.row(
                row.line, "event-type-unknown", self.fields["event_type"].columns[0], message
            )
        return found or "incident"
