"""Django settings. Everything an operator may change comes from `env`."""

from __future__ import annotations

import sys
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from goldthread.config.databases import default_database
from goldthread.config.email import email_settings
from goldthread.config.env import Environment

ENV = Environment.read()
PACKAGE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DEBUG = False
PRODUCTION = ENV.production
SECRET_KEY = ENV.secret_key
FIELD_KEY = ENV.field_key
ALLOWED_HOSTS = ENV.allowed_hosts
BASE_URL = ENV.base_url
DATA_DIR = ENV.data_dir
FILES_DIR = DATA_DIR / "files"
SIMILAR_DIR = DATA_DIR / "similar"
SUGGEST_FROM = ENV.suggest_from

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "goldthread.access",
    "goldthread.trail",
    "goldthread.workflow",
    "goldthread.clocks",
    "goldthread.decision_tools",
    "goldthread.instruments",
    "goldthread.evidence",
    "goldthread.notices",
    "goldthread.links",
    "goldthread.jobs",
    "goldthread.domain.incidents",
    "goldthread.domain.registers.people",
    "goldthread.domain.registers.safeguarding",
    "goldthread.domain.registers.interfaces",
    "goldthread.domain.registers.complaints",
    "goldthread.domain.registers.restrictions",
    "goldthread.domain.registers.escalation",
    "goldthread.domain.reviews",
    "goldthread.domain.actions",
    "goldthread.domain.verification",
    "goldthread.domain.learning.scenarios",
    "goldthread.domain.learning.library",
    "goldthread.domain.learning.bulletins",
    "goldthread.domain.learning.recall",
    "goldthread.domain.learning.feedback",
    "goldthread.domain.learning.pulse",
    "goldthread.domain.learning.coaching",
    "goldthread.domain.learning.supervision",
    "goldthread.domain.insight.measures",
    "goldthread.domain.candour",
    "goldthread.domain.insight.themes",
    "goldthread.domain.insight.signals",
    "goldthread.domain.governance.forums",
    "goldthread.upkeep",
    "goldthread.domain.governance.packs",
    "goldthread.domain.governance.rooms",
    "goldthread.web",
    "goldthread.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "goldthread.web.headers.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldthread.web.account.middleware.SessionLimits",
    "goldthread.web.account.middleware.SecondFactor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "goldthread.config.urls"
WSGI_APPLICATION = "goldthread.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "goldthread.web.jinja.environment",
            "context_processors": ["goldthread.web.shell.shell"],
        },
    },
    {
        # allauth asks for Django's own engine to exist; no page of ours uses it.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    },
]

DATABASES = {"default": default_database(ENV.database_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING  # argon2 costs 0.4 s a hash
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "goldthread.web.account.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "goldthread.web.account.forms.SignInForm",
    "reauthenticate": "goldthread.web.account.forms.ReauthenticateForm",
    "reset_password": "goldthread.web.account.forms.ResetForm",
    "reset_password_from_key": "goldthread.web.account.forms.NewPasswordForm",
    "change_password": "goldthread.web.account.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# A change to an account is told by e-mail, so that a stranger's is noticed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = (
    False  # a whole site may share one address; wrong passwords are counted by axes
    if TESTING
    else {"login": "120/m/ip", "login_failed": "60/m/ip"}
)
MFA_ADAPTER = "goldthread.web.account.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "goldthread.web.account.forms.CodeForm",
    "reauthenticate": "goldthread.web.account.forms.CodeAgainForm",
    "activate_totp": "goldthread.web.account.forms.ActivateCodeForm",
}
MFA_REQUIRED_ROLES = ENV.second_factor_roles
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Goldthread"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "goldthread.web.account.lockout.name_tried"
AXES_CLIENT_IP_CALLABLE = "goldthread.web.account.lockout.address"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.trusted_proxy else 0
AXES_LOCKOUT_CALLABLE = "goldthread.web.account.lockout.locked_out"
# A person who keeps trying is not locked out for longer than the page says.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLED = not TESTING

SESSION_COOKIE_AGE = 60 * 60 * 10  # a long shift
SESSION_IDLE_SECONDS = ENV.idle_minutes * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "goldthread.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    if ENV.trusted_proxy:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# One file may be this large, and the disk keeps this much free for the database (bytes).
FILE_SIZE_LIMIT = 10 * 1024 * 1024
DISK_RESERVE = 100 * 1024 * 1024
# Uploads of several photographs from a phone; each file has its own limit in `evidence`.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Drawn charts by their content: 0.1 s to draw, and the same for everyone who sees the same numbers.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "charts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "charts" if TESTING else str(DATA_DIR / "cache" / "charts"),
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_DIR},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "goldthread.config.static.HashedStatic"
    },
}

# Where no server is named, people are told inside the product only.
EMAIL_CONFIGURED = bool(ENV.email_url)
globals().update(email_settings(ENV.email_url))
DEFAULT_FROM_EMAIL = ENV.email_from

LOGGING_CONFIG = "goldthread.config.logs.configure"
LOGGING: dict[str, object] = {}
