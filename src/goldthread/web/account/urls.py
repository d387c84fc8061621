"""Sign-in addresses. Only what is used is mounted: no sign-up, no change of e-mail address."""

from allauth.account import views as account
from allauth.mfa.urls import urlpatterns as mfa_patterns
from allauth.usersessions.views import list_usersessions
from django.urls import include, path, re_path

from goldthread.web.account import views

urlpatterns = [
    path("", include(([path("", views.account_home, name="home")], "account"))),
    path("sign-in", account.login, name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("sign-up", views.no_sign_up, name="account_signup"),
    path("inactive", account.account_inactive, name="account_inactive"),
    path("again", account.reauthenticate, name="account_reauthenticate"),
    path("password", account.password_change, name="account_change_password"),
    path("forgotten", account.password_reset, name="account_reset_password"),
    path("forgotten/sent", account.password_reset_done, name="account_reset_password_done"),
    path(
        "new-password/done",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-factor/", include(mfa_patterns)),
    path("sessions", list_usersessions, name="usersessions_list"),
]
