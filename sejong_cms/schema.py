"""How the API's OpenAPI description is made from its views."""

import json
from pathlib import Path

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from .expanding import describe_parts


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
    400: "A parameter or field is unknown, missing, repeated or has a value that it cannot have.",
    401: "No token came with the request, or one that is unknown, has expired or was revoked.",
    403: "The person may not do this, or the token may not be used for it (code `scope`).",
    404: "There is no such thing, or it is not public, or the page is behind the last one.",
    406: "The answer is JSON, which the request does not accept.",
    409: "It cannot be done as things stand; one error for each reason.",
    410: "It was withdrawn; `detail` says when and why. Code `withdrawn`.",
    412: "It is not the version that `If-Match` names. Nothing was changed.",
    415: "The body is not JSON in UTF-8.",
    422: "The `Idempotency-Key` was sent with another request.",
    428: "`If-Match` is missing: name the version that was read.",
    429: "Too many requests from this address; `Retry-After` says for how many seconds to wait.",
    500: "A mistake of ours.",
    503: "The site is busy; `Retry-After` says for how many seconds to wait.",
}
#: Those that only some operations can answer with.
_READING = {400, 401, 404, 406, 429, 500, 503}
_OWN = {403}
_CHANGING = {409, 415}
_VERSIONED = {412, 428}

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
    """With the one shape of errors, entity tags, the two clocks of views that take them, and what writing
    asks for and answers.

    A view may say `request_shape`, the serializer of what a POST or PATCH brings.
    """

    def get_override_parameters(self):
        view, headers = self.view, []
        if self.method == "GET":
            headers += [
                _header(
                    "If-None-Match", "ETags of answers that the client has; if one holds, 304."
                ),
                *view.query_parameters(),
                *(LIMITS if view.dated else ()),
            ]
        if self._names_version():
            headers.append(_header("If-Match", "The ETag of the version that was read.", True))
        if self.method == "POST":
            told = "At will, visible ASCII characters; the same again has its effect once."
            headers.append(_header("Idempotency-Key", told, pattern=r"^[ -~]{1,255}$"))
        if self.method == "GET" or getattr(self.view, "tags_changes", False):
            etag = {"description": "Strong.", "response": [200, 201]}
            headers.append(OpenApiParameter("ETag", str, OpenApiParameter.HEADER, **etag))
        return headers

    def get_request_serializer(self):
        return None if self.method == "DELETE" else getattr(self.view, "request_shape", None)

    def get_operation_id(self):
        verb = getattr(self.view, "verb", None)
        return f"drafts_{verb}" if verb else super().get_operation_id()

    def get_summary(self):
        verb = getattr(self.view, "verb", None)
        return verb.name.replace("_", " ").capitalize() if verb else super().get_summary()

    def _names_version(self):
        return self.method in ("PATCH", "DELETE") or getattr(self.view, "verb", None) is not None

    def _map_basic_serializer(self, serializer, direction):
        schema = super()._map_basic_serializer(serializer, direction)
        if getattr(serializer, "is_strict", False):
            schema["additionalProperties"] = False
        return schema

    def _get_response_bodies(self, direction="response"):
        if getattr(self.view, "is_lines", False):
            line = self.resolve_serializer(self.view.serializer_class(), "response")
            told = f"Lines of JSON, each one of {line.name}."
            content = {"application/x-ndjson": {"schema": {"type": "string"}}}
            bodies = {"200": {"description": told, "content": content}}
        elif self.method == "GET":
            bodies = super()._get_response_bodies(direction)
        else:
            makes = self.method == "POST" and not self._names_version()
            code = "201" if makes else "200"
            bodies = {code: self._get_response_for_code(self._get_serializer(), code)}
        foreseen = set(_READING)
        if self.method == "GET":
            if "{slug}" in self.path:
                bodies["301"] = {"description": "What it names has another slug now: `Location`."}
            bodies["304"] = {"description": "What the client has still holds."}
            foreseen.add(412)
            if self.view.withdrawable:
                foreseen.add(410)
            if getattr(self.view, "is_sparse", False):
                content = bodies["200"]["content"]["application/json"]
                describe_parts(self, self.view, content["schema"])
        if getattr(self.view, "is_own", False):
            foreseen |= _OWN
        if self.method != "GET":
            foreseen |= _CHANGING
        if self.method == "POST":
            foreseen.add(422)
        if self._names_version():
            foreseen |= _VERSIONED
        for code in sorted(foreseen):
            told = OpenApiResponse(ErrorsSerializer, ERRORS[code])
            json = ["application/json"]
            bodies[str(code)] = self._get_response_for_code(told, str(code), json)
        return bodies


def add_examples(result, generator, request, public):
    """Put real answers of the demonstration site, and what was sent for them, into the description."""
    known = json.loads((Path(__file__).parent / "examples.json").read_text())
    for operations in result["paths"].values():
        for operation in operations.values():
            example = known.get(operation["operationId"])
            if example is None:
                continue
            [answer] = (
                operation["responses"][c] for c in ("200", "201") if c in operation["responses"]
            )
            answer["content"]["application/json"]["example"] = example["answer"]
            if "sent" in example:
                operation["requestBody"]["content"]["application/json"]["example"] = example["sent"]
    return result


def _header(name, description, required=False, pattern=None):
    kind = {"type": "string", **({"pattern": pattern} if pattern else {})}
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, description=description, required=required
    )
