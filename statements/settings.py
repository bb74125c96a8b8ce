"""Settings of the archive, in one file. Environments differ by variables, all listed in docs/deploying.md."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from statements.secret import secret_key


def envbool(name: str, default: bool) -> bool:
    """The environment variable `name` as a boolean. Raises ImproperlyConfigured if its value is not a boolean word."""
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    value = os.environ.get(name, "").strip().lower()
    if value and value not in words:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(words)}, not {value!r}")
    return words.get(value, default)


def envint(name: str, default: int) -> int:
    """The environment variable `name` as an integer. Raises ImproperlyConfigured if its value is not one."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def envlist(name: str, default: list[str]) -> list[str]:
    """The environment variable `name` split at commas, blanks dropped."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()] or default


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("ARCHIVE_DATA_DIR") or BASE_DIR / ".data").resolve()

# Security

DEBUG = envbool("ARCHIVE_DEBUG", False)
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(DATA_DIR)
ALLOWED_HOSTS = envlist("ARCHIVE_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = envlist("ARCHIVE_CSRF_TRUSTED_ORIGINS", [])
# What the identities of documents in feeds begin with, wherever the archive is found: see following/feed.py.
AUTHORITY = os.environ.get("ARCHIVE_AUTHORITY") or "archive.invalid"

# For sites served over TLS: secure cookies, redirection from http, HSTS for a year.
HTTPS = envbool("ARCHIVE_HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "statements.pages.errors.forged"
# Trust these headers only from a proxy that always sets them.
BEHIND_PROXY = envbool("ARCHIVE_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Application

INSTALLED_APPS = [
    "statements",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
]
MIDDLEWARE = [
    "statements.web.middleware.head_without_body",
    "statements.web.caching.cache_rules",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "statements.web.middleware.PageGzip",
    "django.middleware.http.ConditionalGetMiddleware",  # below gzip, whose bytes differ each time
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "statements.web.middleware.html_without_nul",  # before the length is told
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "statements.urls"
FORCE_SCRIPT_NAME = ""  # gunicorn takes it from a header, too, and links and what is remembered of them would follow
WSGI_APPLICATION = "statements.wsgi.application"
_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "statements.web.interface.languages",
]
TEMPLATES = [
    {  # the public pages
        "NAME": "public",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "statements.web.jinja.environment",
            "context_processors": _CONTEXT_PROCESSORS,
        },
    },
    {  # the desk and the admin
        "NAME": "desk",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS},
    },
]
TEST_RUNNER = "tests.runner.PytestRunner"

# Database: the server that DATABASE_URL names, else an embedded one in DATA_DIR

DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **(
            dj_database_url.parse(DATABASE_URL)
            if DATABASE_URL
            else {"ENGINE": "statements.embedded", "NAME": "archive"}
        ),
        "CONN_MAX_AGE": 600,  # seconds
        "CONN_HEALTH_CHECKS": True,
    }
}
# JIT compilation takes longer than the statements themselves; a count sorts in memory. What the archive reads is in
# memory too, so a random page costs little more than the next one. The cores are for other readers: a statement in
# several processes is no faster as a whole.
PLANNING = "-c jit=off -c work_mem=32MB -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
DATABASES["default"]["OPTIONS"] = {"options": PLANNING} | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in: for editors only, and limited

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "statements.web.proxy.client_address"
AXES_VERBOSE = False  # its log lines would name people and addresses
AXES_LOCKOUT_TEMPLATE = "locked_out.html"

# Language and time: the interface has three languages, English without a URL prefix; times are stored in UTC

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("it", "Italiano"), ("fr", "Français")]
TIME_ZONE = os.environ.get("ARCHIVE_TIME_ZONE", "UTC")  # in which times are shown and typed
USE_TZ = True

# Static files: hashed names and compressed copies, which browsers keep for ever

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "statements.web.static_files.Storage"
    },
}

# Logs say what happened, never who asked or what for

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ARCHIVE_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},  # a crawler's 404 is not news
        "axes": {"level": "ERROR"},  # names people and addresses
    },
}

# Limits

IMPORT_MAX_BYTES = envint("ARCHIVE_IMPORT_MAX_BYTES", 20_000_000)
IMPORT_MAX_PAGES = envint("ARCHIVE_IMPORT_MAX_PAGES", 2_000)
IMPORT_MAX_PARAGRAPHS = envint("ARCHIVE_IMPORT_MAX_PARAGRAPHS", 50_000)
IMPORT_MAX_SECONDS = envint("ARCHIVE_IMPORT_MAX_SECONDS", 60)  # of processor time, to read one file
IMPORT_MAX_MEMORY = envint("ARCHIVE_IMPORT_MAX_MEMORY", 2_000_000_000)  # bytes, to read one file
# What searches are answered from beside the database
INDEX_DIR = Path(os.environ.get("ARCHIVE_INDEX_DIR") or DATA_DIR / "index").resolve()
DUMPS_DIR = Path(os.environ.get("ARCHIVE_DUMPS_DIR") or DATA_DIR / "dumps").resolve()  # of all that is public
INDEX_KEEPS_UP = envbool("ARCHIVE_INDEX_KEEPS_UP", True)  # readers who find the index behind have it caught up
OCR = envbool("ARCHIVE_OCR", True)  # of scans, where the program ocrmypdf is installed
OCR_MAX_SECONDS = envint("ARCHIVE_OCR_MAX_SECONDS", 120)  # of elapsed time, for one file
OCR_MAX_PAGES = envint("ARCHIVE_OCR_MAX_PAGES", 60)
PUBLISHING_NEEDS_TWO = envbool("ARCHIVE_PUBLISHING_NEEDS_TWO", False)  # the sender to review may not publish
ADMIN_MAX_INLINE_PARAGRAPHS = 300  # beyond it, they are edited one by one
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20 * ADMIN_MAX_INLINE_PARAGRAPHS
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * IMPORT_MAX_BYTES  # pasted words arrive both as text and as HTML
RESULTS_PER_HOUR = envint("ARCHIVE_RESULTS_PER_HOUR", 120)  # kept for footnotes, by all readers together
RESULTS_PER_CLIENT = envint("ARCHIVE_RESULTS_PER_CLIENT", 20)  # by one of them, in an hour too
SEARCH_MAX_CHARACTERS = 500
PAGE_SIZE = 20
LICENSE = os.environ.get(
    "ARCHIVE_LICENSE", ""
)  # the address of the licence of all texts, for machines; none is claimed
PAGE_MEMORY = max(envint("ARCHIVE_PAGE_MEMORY", 32_000_000), 0)  # bytes of pages kept by each process
EXPORT_TIMEOUT = max(envint("ARCHIVE_EXPORT_TIMEOUT", 60), 1)  # seconds that the database may take for an export
PAGE_TIMEOUT = envint("ARCHIVE_PAGE_TIMEOUT", 1000)  # milliseconds that the database may take for a public page
