"""The Jinja2 environment of every page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from goldthread.web.forms.shown import error_list, shown, unrevealed
from goldthread.web.gauge import gauge
from goldthread.web.words import FILTERS


def environment(**options: Any) -> Environment:
    """Jinja2 with undefined names refused, so that a misspelt value fails a test, not a reader."""
    options |= {"undefined": StrictUndefined, "autoescape": True}
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - autoescape is on, above
    made.filters |= FILTERS
    made.globals |= {"static": static, "url": url, "nhsuk": nhsuk, "gauge": gauge}
    made.globals |= {"shown": shown, "error_list": error_list, "unrevealed": unrevealed}
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


@cache
def _nhsuk_environment() -> Environment:
    # The macros of the design system read keys that were not given, so they need a lenient
    # environment of their own.
    loader = ChoiceLoader([PackageLoader("nhsuk_frontend_jinja")])
    return Environment(loader=loader, autoescape=True, undefined=ChainableUndefined)


@cache
def _macro(component: str) -> Any:
    module = _nhsuk_environment().get_template(f"nhsuk/components/{component}/macro.jinja").module
    first, *rest = component.split("-")
    return getattr(module, first + "".join(part.title() for part in rest))


def nhsuk(component: str, params: dict[str, Any]) -> Markup:
    """A component of the NHS design system by its folder's name, for example `inset-text`.

    Costs up to a millisecond: not for use in loops. Text in `html` keys must be Markup.
    """
    return Markup(_macro(component)(params))  # noqa: S704 - made by an autoescaping template
