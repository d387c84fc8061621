"""Addresses of measures, the control view, the safer-because chain and denominators."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.measures.views import control, denominators, flow, measures, safer, trend

app_name = "measures"
urlpatterns = [
    path("measures/", measures.index, name="list"),
    path("measures/learning-lag", flow.lag, name="lag"),
    path("measures/learning-lag/chart.<slug:form>", flow.lag_chart, name="lag_chart"),
    path("measures/funnel", flow.funnel, name="funnel"),
    path("measures/funnel/chart.<slug:form>", flow.funnel_chart, name="funnel_chart"),
    path("measures/<slug:code>/", measures.one, name="one"),
    path("measures/<slug:code>/chart.<slug:form>", measures.chart, name="chart"),
    path("control/", control.control, name="control"),
    path("safer-because/", safer.safer, name="safer"),
    path("themes/<slug:code>/", safer.theme, name="theme"),
    path("themes/<slug:code>/chart.<slug:form>", safer.theme_chart, name="theme_chart"),
    path("verification/<int:pk>/trend/chart.<slug:form>", trend.chart, name="trend"),
    path("settings/denominators/", denominators.index, name="denominators"),
    path("settings/denominators/template.csv", denominators.template, name="template"),
]
navigation.add("Measures", "measures:list", order=70, permission=Permission.MEASURES_VIEW)
navigation.add("Control", "measures:control", order=72, permission=Permission.CONTROL_VIEW)
