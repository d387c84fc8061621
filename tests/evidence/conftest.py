"""A team to prove things about, and pictures to prove them with."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from goldthread.access.models import Unit, User
from tests.factories import people


@pytest.fixture
def team(db: None) -> Unit:
    return people.team()


@pytest.fixture
def member(team: Unit) -> User:
    return people.person(team, "team_manager")


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """The bytes of a small picture; keyword arguments go to Pillow's `save`."""

    def make(form: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", size, "teal").save(out, form, **options)
        return out.getvalue()

    return make


@pytest.fixture
def upload() -> Callable[[str, bytes], SimpleUploadedFile]:
    return lambda name, data: SimpleUploadedFile(name, data)
