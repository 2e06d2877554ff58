"""The entry for application servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")
# A page that takes longer has failed its reader; commands and migrations have no such bound.
os.environ.setdefault("STATEMENT_TIMEOUT", "15000")

application = get_wsgi_application()
