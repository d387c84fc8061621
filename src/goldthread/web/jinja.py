"""The Jinja2 environment of every page."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Jinja2 with undefined names refused, so that a misspelt value fails a test, not a reader."""
    options |= {"undefined": StrictUndefined}
    return Environment(autoescape=True, **{k: v for k, v in options.items() if k != "autoescape"})
