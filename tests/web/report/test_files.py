"""Photographs and files of a report."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from goldthread.domain.incidents.models import Incident
from goldthread.evidence.queries import files_of
from tests.factories.provider import Provider
from tests.web.report.typing import send

pytestmark = pytest.mark.capability(9)
ClientOf = Callable[[str], Client]


def photograph(name: str = "door.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def begun(client_of: ClientOf) -> Client:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    return client


def test_photographs_go_with_the_report(client_of: ClientOf, provider: Provider) -> None:
    client = begun(client_of)
    client.post("/report/files/", {"files": [photograph(), photograph("key.jpg")]})
    send(client, "/report/safe/")
    names = [file.name for file in files_of(Incident.objects.get())]
    assert names == ["door.jpg", "key.jpg"]


def test_a_refused_file_says_so_and_the_others_are_kept(client_of: ClientOf) -> None:
    client = begun(client_of)
    script = SimpleUploadedFile("run.exe", b"MZ\x90\x00", "application/octet-stream")
    answer = client.post("/report/files/", {"files": [photograph(), script]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "run.exe" in page
    assert "Remove door.jpg" in page


def test_a_file_can_be_left_out_again(client_of: ClientOf) -> None:
    client = begun(client_of)
    client.post("/report/files/", {"files": [photograph()]})
    client.post("/report/files/1/remove/")
    assert "Remove door.jpg" not in client.get("/report/files/").content.decode()


def test_a_photograph_comes_straight_from_the_camera(client_of: ClientOf) -> None:
    client = begun(client_of)
    client.post("/report/files/", {"photograph": [photograph("image.jpg")]})
    page = client.get("/report/files/").content.decode()
    assert 'capture="environment"' in page
    assert "Remove image.jpg" in page


def test_choosing_nothing_is_said_at_the_field(client_of: ClientOf) -> None:
    answer = begun(client_of).post("/report/files/", {})
    assert answer.status_code == 422
    assert "Choose a file" in answer.content.decode()
