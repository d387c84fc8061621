"""What one form offers is its own: another form of the class keeps what it was given."""

from __future__ import annotations

from goldthread.web import forms


class Asked(forms.Form):
    way = forms.ChoiceField("Which way?", [], size="s")


def test_answers_and_hints_given_to_one_form_are_not_shown_in_another() -> None:
    first, second = Asked(), Asked()
    first.offer("way", [("a", "By the door")], hints={"a": "Fits this action."})
    second.offer("way", [("b", "By the window")])
    assert first.fields["way"].display == {"size": "s", "hints": {"a": "Fits this action."}}
    assert second.fields["way"].display == {"size": "s"}
    assert list(second.fields["way"].choices) == [("b", "By the window")]
