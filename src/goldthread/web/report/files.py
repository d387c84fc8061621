"""Photographs and files of a report: checked and kept as they come, attached when it is sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.evidence.storing import Kept, keep
from goldthread.web.pages import render
from goldthread.web.report.answers import Answers, current
from goldthread.web.report.channels import Channel
from goldthread.web.report.forms import FilesForm
from goldthread.web.report.steps import unanswered
from goldthread.web.words import plural
from goldthread.workflow.refusals import Refusal, Refused

MOST_FILES = 10


def files(request: HttpRequest, channel: Channel) -> HttpResponse:
    """The files so far, and a place to add more."""
    answers = current(request, channel)
    if answers is None or answers.sent:
        return redirect(channel.url("start"))
    form = FilesForm.of(request, answers=answers)
    if form.is_valid():
        refusals = add_files(answers, form.chosen)
        if not refusals:
            return redirect(channel.url("files"))
        form.add_refusals(Refused(refusals))
    rows = [
        (file.name, channel.url("remove_file", number))
        for number, file in enumerate(answers.files, 1)
    ]
    gap = unanswered(answers)
    on = channel.url("check") if not gap else channel.url("start")
    context = {"form": form, "answers": answers, "channel": channel, "rows": rows, "on": on}
    return render(request, "report/files.html", context | {"back": on})


def add_files(answers: Answers, uploads: list[Any]) -> list[Refusal]:
    """Keep each file that can be kept; the sentences about those that cannot."""
    kept, refusals = kept_of(uploads, room=MOST_FILES - len(answers.files))
    answers.held["files"] = [*answers.held.get("files", []), *map(asdict, kept)]
    answers.save()
    return refusals


def kept_of(uploads: list[Any], *, room: int = MOST_FILES) -> tuple[list[Kept], list[Refusal]]:
    """The files that were kept, and a sentence for each that was refused, with its name."""
    kept: list[Kept] = []
    refusals: list[Refusal] = []
    for upload in uploads:
        if len(kept) >= room:
            words = (
                f"A report takes up to {plural(MOST_FILES, 'file')}. {upload.name} was left out."
            )
            refusals.append(Refusal("REP-11", words, "files"))
            continue
        try:
            kept.append(keep(upload))
        except Refused as refused:
            refusals += [_of(upload.name, one) for one in refused.refusals]
    return kept, refusals


def _of(name: str, refusal: Refusal) -> Refusal:
    """The sentence, with the file's name unless it says it already."""
    words = refusal.sentence if name in refusal.sentence else f"{name}: {refusal.sentence}"
    return Refusal(refusal.code, words, "files")


def remove_file(request: HttpRequest, channel: Channel, number: int) -> HttpResponse:
    """Leave a file out of the report."""
    answers = current(request, channel)
    if answers is not None and 0 < number <= len(answers.held.get("files", [])):
        del answers.held["files"][number - 1]
        answers.save()
    return redirect(channel.url("files"))
