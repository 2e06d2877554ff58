"""`Idempotency-Key`: a POST that comes again, because its answer was lost, has its effect once.

After the IETF's draft (httpapi-idempotency-key-header-07): the same key with another request is 422. A
request that was refused had no effect, so nothing is kept of it, and it may be sent again with the same key.
"""

import datetime as dt
import hashlib
import json
from functools import wraps

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from .models import KeptAnswer

#: How long an answer is given again.
KEEP = dt.timedelta(days=2)
LONGEST = 255


class KeyReused(APIException):
    """422: the key belongs to another request."""

    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was sent with another request."


def idempotent(handler):
    """A handler of POST (a method of an `OwnView`) that heeds `Idempotency-Key`."""

    @wraps(handler)
    def answer(view, request, *args, **kwargs):
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= LONGEST:
            problem = ErrorDetail(f"1 to {LONGEST} visible ASCII characters.", "invalid")
            raise ValidationError({"Idempotency-Key": [problem]})
        digest = _digest(request)
        if kept := _kept(view, request, key, digest):
            return kept
        try:
            with transaction.atomic():
                # First, so that the same request at the same moment waits here, and then finds an answer.
                row = KeptAnswer.objects.create(
                    token=request.auth,
                    key=key,
                    request_digest=digest,
                    created_at=timezone.now(),
                    status=0,
                )
                response = handler(view, request, *args, **kwargs)
                row.status = response.status_code
                row.body = JSONRenderer().render(response.data).decode()
                row.tag, row.location = view.tag, response.headers.get("Location", "")
                row.save()
        except IntegrityError:
            if kept := _kept(view, request, key, digest):
                return kept
            raise
        return response

    return answer


def tidy(at):
    """Forget answers that are too old to be asked for."""
    KeptAnswer.objects.filter(created_at__lt=at - KEEP).delete()


def _digest(request):
    # Without If-Match: who lost the answer may have read the new version since.
    body = json.dumps(request.data, sort_keys=True)
    return hashlib.sha256(f"{request.path}\n{body}".encode()).hexdigest()


def _kept(view, request, key, digest):
    row = KeptAnswer.objects.filter(token=request.auth, key=key).first()
    if row is None:
        return None
    if row.request_digest != digest:
        raise KeyReused
    view.tag = row.tag
    response = Response(json.loads(row.body), status=row.status)
    if row.location:
        response.headers["Location"] = row.location
    return response
