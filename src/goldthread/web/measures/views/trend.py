"""The picture of the chart on a verification's page."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from goldthread.access.terms import Permission
from goldthread.analytics.drawing import AnyPicture
from goldthread.domain.verification.queries import visible_to
from goldthread.web.charts import respond
from goldthread.web.measures.trends import trend_picture
from goldthread.web.pages import SignedIn, page


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def chart(request: SignedIn, pk: int, form: str) -> HttpResponseBase:
    """As SVG, PNG or CSV."""
    plan = get_object_or_404(visible_to(request.user).select_related("unit", "action"), pk=pk)

    def make() -> AnyPicture:
        picture = trend_picture(request.user, plan)
        if picture is None:
            raise Http404
        return picture

    return respond(request, form, make)
