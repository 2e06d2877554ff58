import pytest
from django.conf import settings
from django.test import Client

from .forge import Forge


@pytest.fixture
def forge(database_environment):
    """A Forge on this test's database, whose webhooks may call this machine."""
    forge = Forge(database_environment | {"LOG_LEVEL": "ERROR", "WEBHOOKS_PRIVATE": "1"})
    yield forge
    forge.close()


@pytest.fixture
def log_in(transactional_db):
    """log_in(person) → the key of a session in which they are logged in."""

    def log_in(person):
        client = Client()
        client.force_login(person)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    return log_in
