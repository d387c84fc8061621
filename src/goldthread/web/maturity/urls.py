"""Address of the maturity view."""

from django.urls import path

from goldthread.web.maturity import views

app_name = "maturity"
urlpatterns = [path("", views.maturity, name="view")]
