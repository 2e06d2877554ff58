"""How the API's OpenAPI description is made from its views."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="For programs; stable.")
    detail = serializers.CharField(help_text="For people.")
    attr = serializers.CharField(
        allow_null=True, help_text="The parameter or field that is at fault."
    )


class ErrorsSerializer(serializers.Serializer):
    """Every answer that is no success."""

    type = serializers.ChoiceField(["validation_error", "client_error", "server_error"])
    errors = ErrorSerializer(many=True)


ERRORS = {
    400: "A parameter is unknown, empty, repeated or has a value that it cannot have.",
    401: "A token came with the request that is unknown, has expired or was revoked.",
    404: "There is no such thing, or it is not public, or the page is behind the last one.",
    406: "The answer is JSON, which the request does not accept.",
    410: "It was withdrawn; `detail` says when and why. Code `withdrawn`.",
    429: "Too many requests from this address; `Retry-After` says for how many seconds to wait.",
    500: "A mistake of ours.",
    503: "The site is busy; `Retry-After` says for how many seconds to wait.",
}

#: The two clocks of the register.
LIMITS = (
    OpenApiParameter(
        "as_of",
        OpenApiTypes.DATE,
        description="How things stood at the end of this day in Seoul. Not a day to come.",
    ),
    OpenApiParameter(
        "recorded_by",
        OpenApiTypes.DATE,
        description="Only what had been recorded here by the end of this day in Seoul.",
    ),
)


def path_parameter(name, description, *, pattern=None):
    """A part of an address; `pattern` is its regular expression."""
    kind = {"type": "string", **({"pattern": f"^{pattern}$"} if pattern else {})}
    return OpenApiParameter(name, kind, OpenApiParameter.PATH, description=description)


class Schema(AutoSchema):
    """With the one shape of errors, entity tags, and the two clocks of views that take them."""

    def get_override_parameters(self):
        headers = [
            OpenApiParameter(
                "If-None-Match",
                str,
                OpenApiParameter.HEADER,
                description="ETags of answers that the client has; if one still holds, 304.",
            ),
            OpenApiParameter(
                "ETag", str, OpenApiParameter.HEADER, response=[200], description="Strong."
            ),
        ]
        return [*headers, *(LIMITS if getattr(self.view, "dated", False) else ())]

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        if self.method != "GET":
            return bodies
        if "{slug}" in self.path:
            bodies["301"] = {"description": "What it names has another slug now: `Location`."}
        bodies["304"] = {"description": "What the client has still holds."}
        for code, meaning in ERRORS.items():
            if code != 410 or getattr(self.view, "withdrawable", False):
                bodies[str(code)] = self._get_response_for_code(
                    OpenApiResponse(ErrorsSerializer, meaning), str(code)
                )
        return bodies
