"""Every address of the product; each noun's folder in `web` owns its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("goldthread.web.urls")),
]
