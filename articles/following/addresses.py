"""The addresses that mails to readers name, and the headers by which mail programs find the way out."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse


def absolute(path):
    """The address of `path` in a mail."""
    return f"{settings.SITE_URL}{path}"


def page_of(subscriber):
    """The page where the subscriber confirms, changes and leaves."""
    return absolute(reverse("following", args=[subscriber.token]))


def headers_for(subscriber):
    """One-click leave (RFC 2369, RFC 8058), and a word to programs that answer mails (RFC 3834).

    Mail programs offer the one click only where the mail server signs these headers with DKIM.
    """
    return {
        "List-Unsubscribe": f"<{page_of(subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<follow.{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": subscriber.language,
    }
