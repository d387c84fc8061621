"""Shapes of what people say about a found theme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.web import forms


class NameForm(forms.Form):
    """A name that stays."""

    name = forms.TextField(
        "What is this theme about?",
        hint="In words people here use, for example “Visits lost when the rota changes”.",
        max_length=120,
        missing="Give the theme a name that tells people what it is about.",
    )


class MergeForm(forms.Form):
    """The theme it goes into."""

    into = forms.SelectField("Merge it into", [], missing="Choose the theme to merge it into.")

    def __init__(self, *args: Any, others: Iterable[Any], **options: Any):
        super().__init__(*args, **options)
        self.others = {str(other.pk): other for other in others}
        self.offer(
            "into", [("", "Choose a theme")] + [(pk, o.name) for pk, o in self.others.items()]
        )


class AdoptForm(forms.Form):
    """One of our own themes, or the name of a new one."""

    ours = forms.SelectField("A theme you have", [], optional=True)
    name = forms.TextField(
        "Or a new one called",
        hint="Leave this empty if you chose one above.",
        max_length=120,
        optional=True,
    )

    def __init__(self, *args: Any, themes: Iterable[Any], **options: Any):
        super().__init__(*args, **options)
        self.themes = {str(theme.pk): theme for theme in themes}
        self.offer("ours", [("", "A new theme")] + [(pk, t.name) for pk, t in self.themes.items()])
