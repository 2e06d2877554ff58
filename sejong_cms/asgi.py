"""The entry for asynchronous application servers."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")
# As in wsgi.py.
os.environ.setdefault("STATEMENT_TIMEOUT", "15000")

application = get_asgi_application()
