"""The WSGI application for a server of one's own; `goldthread run` brings one with it.

It refuses insecure settings of production as `goldthread run` does.
"""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")

application = get_wsgi_application()
problems = run_checks(tags=["goldthread"])
if problems:
    raise ImproperlyConfigured(" ".join(f"{one.msg} {one.hint or ''}" for one in problems))
