"""The addresses of every page, one include a noun."""

from django.urls import URLPattern, URLResolver, include, path

from goldthread.web.account.views import help_page, home
from goldthread.web.report.offline import manifest, worker

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("goldthread.web.health.urls")),
    path("help", help_page, name="help"),
    path("account/", include("goldthread.web.account.urls")),
    path("account/", include("goldthread.web.notices.urls")),
    path("calendar/", include("goldthread.web.notices.feed_urls")),
    path("sw.js", worker, name="service_worker"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("", include("goldthread.web.report.urls")),
    path("teams/", include("goldthread.web.report.team_urls")),
    path("my-reports/", include("goldthread.web.my_reports.urls")),
    path("follow/", include("goldthread.web.my_reports.follow_urls")),
    path("decision-tools/", include("goldthread.web.decision_tools.urls")),
    path("instruments/", include("goldthread.web.instruments.urls")),
    path("", include("goldthread.web.actions.urls")),
    path("", include("goldthread.web.candour.urls")),
    path("", include("goldthread.web.reviews.urls")),
    path("complaints/", include("goldthread.web.complaints.urls")),
    path("restrictions/", include("goldthread.web.restrictions.urls")),
    path("verification/", include("goldthread.web.verification.urls")),
    path("learning/", include("goldthread.web.learning.urls")),
    path("signals/", include("goldthread.web.signals.urls")),
    path("my-work/", include("goldthread.web.work.urls")),
    path("placing/", include("goldthread.web.placing.urls")),
    path("interfaces/", include("goldthread.web.interfaces.urls")),
    path("partner/", include("goldthread.web.partner.urls")),
    path("safeguarding/", include("goldthread.web.safeguarding.urls")),
    path("people/", include("goldthread.web.people.urls")),
    path("", include("goldthread.web.escalation.urls")),
    path("incidents/", include("goldthread.web.incident_list.urls")),
    path("incidents/", include("goldthread.web.incidents.urls")),
    path("themes/found/", include("goldthread.web.themes.urls")),
    path("", include("goldthread.web.measures.urls")),
    path("meetings/", include("goldthread.web.forums.urls")),
    path("settings/forums/", include("goldthread.web.forums.settings_urls")),
    path("settings/outbox/", include("goldthread.web.notices.outbox_urls")),
    path("settings/", include("goldthread.web.administration.urls")),
    path("evidence/", include("goldthread.web.bundles.urls")),
    path("trail/", include("goldthread.web.trail_viewer.urls")),
    path("", include("goldthread.web.gallery.urls")),
]
