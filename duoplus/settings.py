"""One file; whatever differs per place comes from the environment (.env.example lists it all)."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from duoplus import logboek, omgeving

BASE_DIR = Path(__file__).resolve().parent.parent

DEMO = omgeving.waar("DUOPLUS_DEMO")
DEBUG = omgeving.waar("DUOPLUS_DEBUG")
ACHTER_TLS = omgeving.waar("DUOPLUS_TLS", standaard=not (DEMO or DEBUG))
if DEMO and ACHTER_TLS:
    raise ImproperlyConfigured("De demo geeft iedereen toegang. Zet DUOPLUS_DEMO uit of DUOPLUS_TLS op 0.")

SECRET_KEY = omgeving.tekst("SECRET_KEY")
SECRET_KEY_FALLBACKS = omgeving.lijst("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = omgeving.lijst("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = omgeving.lijst("CSRF_TRUSTED_ORIGINS")
BASE_URL = omgeving.tekst("BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "duoplus",
    "ogon",
    "maatwerk",
    "inkoop",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_htmx",
    "template_partials",
]

# Keeps migrations in one line; a tool for developers, so production does not have it.
if find_spec("django_linear_migrations"):
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "duoplus.web.verzoek.VerzoekMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duoplus.web.middleware.VangnetMiddleware",
    "duoplus.web.middleware.InlogMiddleware",
    "duoplus.web.middleware.BladzijdeMiddleware",
]

ROOT_URLCONF = "duoplus.urls"
WSGI_APPLICATION = "duoplus.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "libraries": {"duo_tekst": "duoplus.web.templatetags.duo_tekst"},
            "builtins": [
                "duoplus.web.templatetags.duo",
                "duoplus.web.templatetags.duo_pack",
                "duoplus.web.templatetags.hulp",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duoplus.web.context.schil",
            ],
        },
    }
]

DATABASES = {
    "default": omgeving.database(omgeving.tekst("DATABASE_URL"))
    | {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
}
# Disks here are solid-state, and no page reads enough for compiling its query to pay.
DATABASES["default"]["OPTIONS"] |= {
    "connect_timeout": 3,
    "options": "-c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
    f" -c statement_timeout={omgeving.tekst('STATEMENT_TIMEOUT', '15s')}"
    " -c random_page_cost=1.1 -c jit=off",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttles must survive a broker that is down, so the cache lives in the database too.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "duoplus_cache"},
}

AUTH_USER_MODEL = "duoplus.Gebruiker"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/inloggen/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "duoplus.web.inloggen.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "duoplus.web.inloggen.toon_gebruiker"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/inloggen/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STATIC_ROOT = Path(omgeving.tekst("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "duoplus.web.statisch.Opslag"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_ROOT = Path(omgeving.tekst("MEDIA_ROOT", str(BASE_DIR / "var" / "bijlagen")))
MEDIA_URL = ""  # attachments are only served by a view that knows who asks

# A list of at most so many rows is downloaded at once; above it a worker makes the file.
EXPORT_DIRECT = int(omgeving.tekst("EXPORT_DIRECT", "5000"))
BIJLAGE_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o640

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "duoplus.web.fouten.csrf"
if ACHTER_TLS:
    SESSION_COOKIE_NAME = "__Host-sessie"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # log-in attempts are counted per visitor, not per proxy
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    naam: [] for naam in ("camera", "geolocation", "microphone", "payment", "usb")
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["duo"]
CRISPY_TEMPLATE_PACK = "duo"
CRISPY_FAIL_SILENTLY = False

REDIS_URL = omgeving.tekst("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# What may take minutes has a queue and workers of its own, so that mail never waits behind a large file.
CELERY_TASK_ROUTES = {
    taak: {"queue": "zwaar"}
    for taak in (
        "duoplus.tasks.maak_export",
        "duoplus.tasks.sweep_exports",
        "duoplus.tasks.neem_rijen_over",
        "duoplus.tasks.hervat_inlezingen",
        "maatwerk.tasks.geef_verantwoordingen_uit",
    )
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = omgeving.tekst("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(omgeving.tekst("EMAIL_PORT", "25"))
EMAIL_USE_TLS = omgeving.waar("EMAIL_USE_TLS")
EMAIL_HOST_USER = omgeving.tekst("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = omgeving.tekst("EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = omgeving.tekst("DEFAULT_FROM_EMAIL", "Duo+ portaal <portaal@duoplus.example>")
SECURITY_CONTACT = omgeving.tekst("SECURITY_CONTACT", "beveiliging@duoplus.example")
DEMO_POST_DIR = Path(omgeving.tekst("DEMO_POST_DIR", str(BASE_DIR / ".run" / "post")))

# pg_dump and pg_restore of at least the server's version; empty: those on PATH.
PG_BIN = omgeving.tekst("PG_BIN", "")

LOG_JSON = omgeving.waar("LOG_JSON", standaard=ACHTER_TLS)
LOGGING = logboek.instellingen(als_json=LOG_JSON, niveau=omgeving.tekst("LOG_LEVEL", "WARNING"))
