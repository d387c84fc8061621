"""The component gallery; nothing in production."""

from django.conf import settings
from django.urls import URLPattern, path

from goldthread.web.gallery.views import gallery, picture

urlpatterns: list[URLPattern] = (
    []
    if settings.PRODUCTION
    else [
        path("design", gallery, name="design"),
        path("design/<slug:name>/chart.<slug:form>", picture, name="design_picture"),
    ]
)
