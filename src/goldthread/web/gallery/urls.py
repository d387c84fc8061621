"""The component gallery; nothing in production."""

from django.conf import settings
from django.urls import URLPattern, path

from goldthread.web.gallery.views import gallery

urlpatterns: list[URLPattern] = [] if settings.PRODUCTION else [path("", gallery, name="design")]
