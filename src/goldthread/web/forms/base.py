"""The base of every form: keeps what was typed, carries refusals to their fields, sees lost races."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.web import kept
from goldthread.web.forms.fields import Shown
from goldthread.workflow.refusals import CHANGED_MEANWHILE, Refusal, Refused

SOMEONE_CHANGED = Refusal(
    CHANGED_MEANWHILE,
    "Someone else changed this while you were writing. Nothing you typed is lost: "
    "read what changed, then send it again.",
)


class Form(forms.Form):
    """A form made with `of(request)`.

    On POST it is bound. On GET after an ended session it holds what the same person had typed
    (`restored`), is not valid, and shows no errors. `record` adds a hidden `version`: sending a
    form made for an older version is refused once, with `changed` set.
    """

    error_css_class = ""
    use_required_attribute = False
    outcome: Any = None
    page_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, request: HttpRequest | None = None, record: Any = None, **kwargs: Any
    ) -> None:
        self.request = request
        self.record = record
        self.restored: kept.Kept | None = None
        self.changed = False
        self.refused: Refused | None = None
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if record is None:
            del self.fields["page_version"]

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """Bound to what was posted, to what was kept over a sign-in, or empty."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, request=request, **kwargs)
        found = kept.take(request, cls._name(kwargs.get("prefix")))
        form = cls(found.data if found else None, request=request, **kwargs)
        form.restored = found
        return form

    @classmethod
    def filters(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """For the filters of a list: bound to the address, so that a view can be bookmarked.

        A filter that makes no sense is left out of `given`; the list is shown all the same.
        """
        form = cls(request.GET or None, request=request, **kwargs)
        form.is_valid()
        return form

    @property
    def given(self) -> dict[str, Any]:
        """The answers that were given and make sense, by name."""
        answers: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {name: value for name, value in answers.items() if value not in (None, "", [])}

    def offer(self, name: str, choices: Iterable[tuple[Any, str]], **display: Any) -> None:
        """Give a field of this form its answers, and perhaps display options."""
        cast("forms.ChoiceField", self.fields[name]).choices = list(choices)
        self.redisplay(name, **display)

    def redisplay(self, name: str, **display: Any) -> None:
        """Show a field of this form differently; every form of the class shares one display."""
        field = cast("Shown", self.fields[name])
        field.display = field.display | display

    @classmethod
    def _name(cls, prefix: str | None) -> str:
        return f"{cls.__name__}:{prefix or ''}"

    def full_clean(self) -> None:
        if self.restored:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        return self.restored is None and super().is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.pop("page_version", None)
        if self.record is not None and seen is not None and seen != self.record.version:
            self.add_refusals(Refused([SOMEONE_CHANGED]))
        return cleaned

    def attempt(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Make the one domain call; a refusal becomes errors of this form. True when it went.

        What the call gave back is in `outcome`.
        """
        try:
            self.outcome = call(*args, **kwargs)
        except Refused as refused:
            self.add_refusals(refused)
            return False
        return True

    def add_refusals(self, refused: Refused) -> None:
        """Put each refusal at the field it names, else above the form."""
        self.refused = refused
        self.changed = self.changed or CHANGED_MEANWHILE in refused.codes
        for refusal in refused.refusals:
            name = refusal.field if refusal.field in self.fields else None
            self.add_error(name, refusal.sentence)

    @property
    def status(self) -> int:
        """200, 409 after a lost race, or 422 with errors."""
        if not self.is_bound or self.restored or not self.errors:
            return 200
        return 409 if self.changed else 422

    @property
    def tokens(self) -> SafeString:
        """The hidden inputs every POST needs: forgery token, owner, and the version being changed."""
        if self.request is None:
            raise TypeError(
                "Make the form with `of(request)`; it needs the request for its tokens."
            )
        html = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="{}" value="{}">',
            get_token(self.request),
            kept.FIELD,
            kept.token(self.request, self._name(self.prefix)),
        )
        if self.record is not None:
            html += format_html(
                '<input type="hidden" name="{}" value="{}">',
                self.add_prefix("page_version"),
                self.record.version,
            )
        return html
