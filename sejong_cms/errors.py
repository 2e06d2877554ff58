"""When the database is briefly not to be had: which errors say so, and what the API answers."""

from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.exceptions import APIException

#: Seconds after which a client may try again.
RETRY_AFTER = 2


def is_busy(error):
    """Whether asking again later may succeed: a lock, a deadlock, a time-out, a lost connection."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if type(error.__cause__).__module__.startswith("sqlite3"):
        # SQLite calls much else operational, a missing table for one.
        return any(word in str(error) for word in (" is locked", "disk is full"))
    return True


def api_error(status, kind, code, detail):
    """An answer in the API's one shape of errors, where none of its views gives it."""
    error = {"code": code, "detail": detail, "attr": None}
    return JsonResponse({"type": kind, "errors": [error]}, status=status)


class Unavailable(APIException):
    status_code = 503
    default_detail = "The site is busy. Nothing was changed; please try again."
    default_code = "busy"
    wait = RETRY_AFTER


class ApiExceptionHandler(ExceptionHandler):
    def convert_known_exceptions(self, exc):
        return Unavailable() if is_busy(exc) else super().convert_known_exceptions(exc)
