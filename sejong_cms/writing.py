"""What all writing by the API keeps to: scopes, the version that was read, and how a refusal is said."""

import re

from django.utils.http import parse_etags
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated

from .exact import TextField
from .rest import ReadView, check_parameters

#: Characters of a text whose column sets no bound.
LONGEST_TEXT = 20_000


class PreconditionRequired(APIException):
    """428: a change names the version that it changes."""

    status_code = 428
    default_code = "precondition_required"
    default_detail = "Name the version that you read: If-Match with the ETag of its GET."


class PreconditionFailed(APIException):
    """412: what was read is not what stands there now. Nothing was changed."""

    status_code = 412
    default_code = "stale"
    default_detail = "It was changed since you read it; nothing of yours was saved."


class Conflict(APIException):
    """409: it cannot be done as things stand."""

    status_code = 409
    default_code = "conflict"


class MayUse(BasePermission):
    """The token's scopes contain one that the view's `scopes(request)` names."""

    message = "This token may not be used for that."
    code = "scope"

    def has_permission(self, request, view):
        token = request.auth
        return bool(token) and bool(set(token.scopes) & set(view.scopes(request)))


class StrictSerializer(serializers.Serializer):
    """Fields that are not declared are errors, each by its name; all errors are told at once."""

    #: As the API's description has it.
    is_strict = True

    def to_internal_value(self, data):
        errors, found = {}, {}
        if isinstance(data, dict):
            errors = {
                name: [ErrorDetail("There is no such field to write.", "unknown")]
                for name in data.keys() - self.fields.keys()
            }
        try:
            found = super().to_internal_value(data)
        except ValidationError as problem:
            if not isinstance(problem.detail, dict):
                raise
            errors = problem.detail | errors
        if errors:
            raise ValidationError(errors)
        return found


def text_of(model, name, **options):
    """A field for the column `name` of `model`, as long as it may be there; by default it may be left out."""
    field = model._meta.get_field(name)
    defaults = {"allow_blank": field.blank, "required": False}
    return TextField(max_length=field.max_length or LONGEST_TEXT, **(defaults | options))


def version_read(request, key):
    """The version of `key` that If-Match names. Raises PreconditionRequired, or PreconditionFailed for
    tags that are none of it.

    Tags are `"<key>.<version>-<hash>"`: the version is what is compared, so that a renamed issue makes
    nobody's save stale; the hash makes the tag that of exactly these bytes.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        raise PreconditionRequired
    shape = re.compile(rf'"{key}\.([0-9]{{1,9}})-[0-9a-f]{{32}}"')
    versions = [int(match[1]) for tag in parse_etags(header) if (match := shape.fullmatch(tag))]
    if not versions:
        raise PreconditionFailed
    return max(versions)


class OwnView(ReadView):
    """A view of what is not everybody's: by token only, kept by no cache.

    `public_methods` are those that anybody may use there all the same.
    """

    public_methods = ()

    def scopes(self, request):
        """The scopes of which the token needs one."""
        raise NotImplementedError

    @property
    def is_own(self):
        # What is not offered at all is 405 to everybody, where anybody may read.
        offered = self.is_offered or not self.public_methods
        return offered and self.request.method not in self.public_methods

    def get_permissions(self):
        return [IsAuthenticated(), MayUse()] if self.is_own else [AllowAny()]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS and self.is_offered:
            check_parameters(request.query_params, ())

    def sent(self, shape, **context):
        """What the request brings, as a valid `shape`. Raises ValidationError with all that is wrong."""
        if not isinstance(self.request.data, dict):
            raise ValidationError("Send one JSON object.")
        found = shape(data=self.request.data, context={"user": self.request.user, **context})
        found.is_valid(raise_exception=True)
        return found

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.is_own:
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["Vary"] = "Authorization, Accept"
        return response
