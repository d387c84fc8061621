"""The addresses of the probes; both answer without signing in and without https."""

from django.urls import path

from goldthread.web.health.views import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
