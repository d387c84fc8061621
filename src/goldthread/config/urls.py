"""Every address of the product; each noun's folder in `web` owns its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("goldthread.web.urls")),
]

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.forbidden"
handler404 = "goldthread.web.errors.not_found"
handler500 = "goldthread.web.errors.server_error"
