"""Made ready only for the subcommands that need the database."""

from __future__ import annotations

import os

from goldthread.cli.refusals import Refused


def setup() -> None:
    """Load Django with the product's settings; Refused in words when the settings cannot be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused(f"The settings cannot be used: {error}") from error
