"""Making the files of a frozen pack in the background, with how far it is."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django_tasks import task

from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.queries import document_of
from goldthread.interchange.exporting.folders import Folder
from goldthread.interchange.exporting.packs.archive import folded
from goldthread.interchange.exporting.packs.laying_out import laid_out
from goldthread.interchange.exporting.packs.typesetting import CannotTypeset, pdf

LAST_STEPS = 2  # setting the type, and folding the archive


@task()
def make_files(pack_id: int) -> str:
    """Make the PDF and the archive of a frozen pack and keep them; made again, they are the same."""
    pack = Pack.objects.get(pk=pack_id)
    charts = sum(len(section["charts"]) for section in document_of(pack)["sections"])
    packs.begin_files(pack_id, charts + LAST_STEPS)
    try:
        made, folder = files_of(pack)
    except CannotTypeset as fault:
        packs.files_failed(pack_id, str(fault))
        return "failed"
    packs.keep_files(pack_id, pdf=made, archive=folder.archive, digest=folder.digest)
    return folder.digest


def files_of(pack: Pack) -> tuple[bytes, Folder]:
    """The PDF and the archive of a frozen pack."""
    document = document_of(pack)

    def step() -> None:
        packs.step_files(pack.pk)

    laid = laid_out(pack, document, base=settings.BASE_URL, step=step)
    frozen = dt.datetime.fromisoformat(document["frozen_at"])
    made = pdf(laid, int(frozen.timestamp()))
    step()
    return made, folded(pack, document, made)
