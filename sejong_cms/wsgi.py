"""The entry for application servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")
# A page that takes longer has failed its reader; commands and migrations have no such bound.
os.environ.setdefault("STATEMENT_TIMEOUT", "15000")

application = get_wsgi_application()

# Addresses are loaded with the first request otherwise, and with them most of the application.
resolve("/")
# A page that makes thousands of rows has the collector walk whatever is alive, several times: the
# whole application, which never dies. Frozen, it is left out. gunicorn's workers load this module
# after the fork; loaded before it, what is frozen stays so in them, and its memory shared.
gc.collect()
gc.freeze()
