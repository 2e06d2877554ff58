"""Settings, all from the environment; without a needed one nothing starts.

The README lists every variable. What is unsafe but readable is refused by `sejong_cms.checks`, which
`make serve` runs before it starts anything.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from . import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(DEBUG, VAR)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")  # earlier keys, while they are retired
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
#: Every absolute address starts with this, never with what a request says its host is.
SITE_URL = env.origin("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
SITE_NAME = env.text("SITE_NAME", "Sejong Focus")
INSTITUTION = env.text("INSTITUTION", "Sejong Institute")
COUNTRY = env.text("COUNTRY", "KR")

INSTALLED_APPS = [
    "sejong_cms.apps.SejongCmsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # one way of serving files, in development too
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "js_asset",
    "content_editor",
    "django_prose_editor",
    "issues",
    "articles",
]
MIDDLEWARE = [
    # Those that only add headers come first, so that refusals and static files bear them too.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "sejong_cms.middleware.Compress",
    "sejong_cms.middleware.KnowClient",
    "sejong_cms.languages.LanguageOfAddress",  # before whatever answers in words
    "sejong_cms.middleware.LeadFromEarlier",  # before whatever answers that nothing is there
    "sejong_cms.middleware.RefuseMalformed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sejong_cms.middleware.AnswerBusy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "articles.language.DeskOfPerson",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "sejong_cms.urls"
WSGI_APPLICATION = "sejong_cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

FORM_RENDERER = "sejong_cms.forms.QuickRenderer"

# --- What is kept, and where -----------------------------------------------------------------
DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache(env.text("CACHE_URL")),
    # Apart, so that whoever asks for thousands of addresses drives out no count of anybody's requests.
    "answers": env.cache(env.text("CACHE_URL")) | {"KEY_PREFIX": "answers"},
}
if not env.text("CACHE_URL"):
    CACHES["answers"] |= {"LOCATION": "answers", "OPTIONS": {"MAX_ENTRIES": 1000}}
MAILERS = {
    "default": env.mailer(
        env.text("EMAIL_URL", "console://" if DEBUG else "smtp://localhost"),
    )
}
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", f"noreply@{urlsplit(SITE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))
# Media are never served as files: a view looks first whether the edition they belong to is public.
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "sejong_cms.storage.FingerprintedStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "gz", "br", "png", "jpg", "webp", "woff2", "ico"]

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["sejong_cms.formats"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# --- The outside: TLS, cookies, headers ------------------------------------------------------
SECURE_SSL = env.flag("SECURE_SSL")
#: How many front servers stand before this one, whose X-Forwarded-For and -Proto are believed. A
#: site that demands TLS has at least the one that ends it, because `make serve` speaks plain HTTP.
PROXIES = env.number("PROXIES", 1 if SECURE_SSL else 0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = SECURE_SSL
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, behind the front server
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL
# The prefix makes browsers refuse a cookie that a neighbouring subdomain set.
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE_SSL else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE_SSL else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600

SILENCED_SYSTEM_CHECKS = [
    "mail.E001",  # sejong_cms.E007 says the same and names the variable
    # Preloading enters the institution's whole domain into browsers for years: not ours to decide.
    "security.W021",
    # TLS is the front server's, and SECURE_SSL=1 says that there is one. Without it these four
    # would only repeat that there is none.
    *([] if SECURE_SSL else ["security.W004", "security.W008", "security.W012", "security.W016"]),
]

# --- People ----------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "admin:login"

# --- Bounds on what a request may bring --------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the block editor sends a dozen fields for each block
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Webhooks ------------------------------------------------------------------------------------
#: Lets them call private addresses, and http: for programs within the institution's own network.
WEBHOOKS_PRIVATE = env.flag("WEBHOOKS_PRIVATE")

# --- The API ---------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["sejong_cms.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["sejong_cms.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_SCHEMA_CLASS": "sejong_cms.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "sejong_cms.authentication.TokenRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.rate("API_RATE_ANON", "600/min"),
        "user": env.rate("API_RATE_TOKEN", "1200/min"),
    },
    "NUM_PROXIES": PROXIES,
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Pages of other sites may read what is public. Not with a token: a page that holds one shows it to everybody.
CORS_URLS_REGEX = r"^/api/v1/(?!drafts/)"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["etag", "location", "retry-after", "x-request-id"]
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_HANDLER_CLASS": "sejong_cms.rest.ErrorHandler"}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME}: API",
    "DESCRIPTION": "What was published, edition by edition, and the register of issues behind it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "IssueStatus": "issues.enums.IssueStatus",
        "RecommendationStatus": "issues.enums.RecommendationStatus",
        "RecommendationStance": "articles.enums.RecommendationStance",
        "TraitStance": "articles.enums.TraitStance",
        "EventKind": "issues.timeline.Kind",
        "KindOfChange": "sejong_cms.change_views.KINDS",
        "ChangeKind": "articles.enums.ChangeKind",
        "LaterChangeKind": "articles.api.drafts.moves.LATER_KINDS",
        "ActorKind": "issues.enums.ActorKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "sejong_cms.schema.add_examples",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

# --- The log: one line an event, to standard error ---------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            # Tracebacks stay readable in development; elsewhere an event is one line.
            "()": "logging.Formatter" if DEBUG else "sejong_cms.logs.OneLine",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"tokens": {"()": "sejong_cms.logs.HideTokens"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Anyone can send a forged Host header; it is refused, and no event for the operator.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
