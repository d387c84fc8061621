"""The organisation's profile."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.queries import profile_of
from goldthread.access.terms import Permission
from goldthread.domain.setting_up import change_profile
from goldthread.web.administration.editing import edit, seen, whole_organisation
from goldthread.web.administration.forms.places import ProfileForm
from goldthread.web.pages import SignedIn, done, page
from goldthread.web.shell import shown_key


@page(Permission.SETTINGS_MANAGE)
def profile(request: SignedIn) -> HttpResponse:
    """What kind of provider this is."""
    organisation = whole_organisation(request)
    held = profile_of(organisation)
    initial = {
        name: getattr(held, name) for name in ProfileForm.base_fields if name != "page_version"
    }
    form = ProfileForm.of(request, initial=initial, record=seen(held))
    if form.is_valid() and form.attempt(
        change_profile, organisation, by=request.user, **form.cleaned_data
    ):
        cache.delete(shown_key(organisation.pk))
        return done(request, "The profile is changed.", "administration:index")
    back = reverse("administration:index")
    lead = f"{organisation.name}. Its name is changed under Units."
    return edit(request, form, "Organisation", back, record=held, lead=lead)
