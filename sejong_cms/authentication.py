"""Who asks the API: nobody, or the person whose token comes with the request."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.throttling import UserRateThrottle

from . import tokens


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`, and no other way: no cookie, no parameter, no Basic.

    What does not work is 401 everywhere, public addresses included: a program must learn that its token
    has ended, and not go on as anybody.
    """

    def authenticate(self, request):
        header = get_authorization_header(request)
        if not header:
            return None
        kind, _space, secret = header.decode("latin-1").partition(" ")
        token = tokens.opened(secret) if kind.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed("This token is unknown, has expired or was revoked.")
        return token.person, token

    def authenticate_header(self, request):
        return 'Bearer realm="api"'


class TokenRateThrottle(UserRateThrottle):
    """Counts by token: one program of a person's that runs wild stops no other."""

    def get_cache_key(self, request, view):
        if request.auth is None:
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.auth.pk}


class TokenScheme(OpenApiAuthenticationExtension):
    """How the API's description says so."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}
