"""Settings of the archive, in one file. Environments differ by variables, all listed in docs/deploying.md."""

import os
import re
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from statements.connecting.address import read_database
from statements.secret import envsecret, secret_key


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
SECRET_KEY = envsecret("SECRET_KEY") or secret_key(DATA_DIR)
_HOSTS = [each.lower() for each in envlist("ARCHIVE_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])]
ALLOWED_PORTS = frozenset(each for each in _HOSTS if re.search(r":\d+\Z", each))  # as host:port; see web/proxy.py
ALLOWED_HOSTS = list(dict.fromkeys(re.sub(r":\d+\Z", "", each) for each in _HOSTS))
CSRF_TRUSTED_ORIGINS = envlist("ARCHIVE_CSRF_TRUSTED_ORIGINS", [])
# What the identities of documents in feeds begin with, wherever the archive is found: see following/feed.py.
AUTHORITY = os.environ.get("ARCHIVE_AUTHORITY") or "archive.invalid"
AUTHORITY_DOMAIN = AUTHORITY.partition(",")[0].rpartition("@")[2]
# Where readers find the archive, for what is written without one of their requests: "https://statements.example.org".
SITE_ADDRESS = (os.environ.get("ARCHIVE_URL") or "").rstrip("/")

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
# Servers that may be sent to although they are not public, as host:port; see web/outbound.py.
OUTBOUND_ALLOWED = [each.lower() for each in envlist("ARCHIVE_OUTBOUND_ALLOWED", [])]
FETCH = envbool("ARCHIVE_FETCH", True)  # whether the desk fetches addresses and watches sources
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
    "statements.apps.StatementsConfig",
    "statements.apps.DeskConfig",  # django.contrib.admin
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
    "statements.web.answering.handle_requests",
    "statements.web.probes.answer_probes",
    "statements.web.proxy.check_origin",  # before anybody reads those headers
    "statements.web.middleware.head_without_body",
    "statements.web.caching.cache_rules",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "statements.web.middleware.PageGzip",
    "django.middleware.http.ConditionalGetMiddleware",  # below gzip, whose bytes differ each time
    "statements.web.read_only.ReadersOnly",  # before sessions, which it does without
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "statements.web.middleware.html_without_nul",  # before the length is told
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "statements.pages.too_large.refuse_large_bodies",  # before anything reads one
    "statements.editorial.accounts.middleware.use_preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "statements.web.retrying.ReadAgain",  # the last, which is asked first what to do about an error
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

DATABASE_URL = envsecret("DATABASE_URL")
READ_ONLY = envbool("ARCHIVE_READ_ONLY", False)  # no sign-in, no desk: for processes that may stand on a standby
MAX_LAG = envint("ARCHIVE_MAX_LAG", 60)  # seconds that a standby may be behind and still be read from; 0: however many
POOLED = envbool("ARCHIVE_POOLED", False)  # whether PgBouncer stands before the database, with pool_mode=transaction
DATABASES: dict[str, dict[str, Any]] = {"default": read_database(DATABASE_URL, read_only=READ_ONLY, pooled=POOLED)}
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
LOGIN_REDIRECT_URL = "/admin/"
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_ENABLE_ADMIN = False  # locks are shown with the accounts: see editorial/accounts/locks.py
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds for which a mailed link sets a new password

# Mail, to readers who follow a search: smtp+tls://user:password@mail.example.org:587

EMAIL_URL = envsecret("EMAIL_URL")
_MAIL = environ.Env.email_url_config(EMAIL_URL or "dummymail://")
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"] or "localhost", _MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"] or "", _MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_TLS", False), _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _MAIL["EMAIL_FILE_PATH"] or None
EMAIL_TIMEOUT = 15  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("ARCHIVE_MAIL_FROM") or f"alerts@{AUTHORITY_DOMAIN}"
MAILS_PER_HOUR = envint("ARCHIVE_MAILS_PER_HOUR", 500)  # that ask for a confirmation, to all readers together
MAILS_PER_CLIENT = envint("ARCHIVE_MAILS_PER_CLIENT", 20)  # asked for by one of them, in an hour too
WEBHOOKS = envbool("ARCHIVE_WEBHOOKS", False)  # whether readers may have alerts posted to an address of theirs

# Language and time: the interface has three languages, English without a URL prefix; times are stored in UTC

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("it", "Italiano"), ("fr", "Français")]
TIME_ZONE = os.environ.get("ARCHIVE_TIME_ZONE", "UTC")  # of the site; at the desk, of whose account names no other
USE_TZ = True

# Static files: hashed names and compressed copies, which browsers keep for ever

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("ARCHIVE_STATIC_DIR") or DATA_DIR / "static").resolve()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "statements.web.static_files.Storage"
    },
}

# Logs say what happened, never who asked or what for: see web/logs.py

LOG_REQUESTS = envbool("ARCHIVE_LOG_REQUESTS", False)  # a line for each; proxies and /metrics tell more at less cost
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"own": {"()": "statements.web.logs.make_formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "own"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ARCHIVE_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},  # a crawler's 404 is not news
        "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # addresses, line by line
        "axes": {"level": "ERROR"},  # names people and addresses
    },
}

# What operators see: /metrics with a token, or at an address of its own; without either there is none

METRICS_TOKEN = envsecret("ARCHIVE_METRICS_TOKEN")
METRICS_BIND = os.environ.get("ARCHIVE_METRICS_BIND", "")  # 127.0.0.1:9108
COUNTS_REQUESTS = bool(METRICS_TOKEN or METRICS_BIND)
if COUNTS_REQUESTS:
    MIDDLEWARE.insert(1, "statements.operating.endpoint.answer_prometheus")
POSTGRES_PROGRAMS = os.environ.get("ARCHIVE_POSTGRES_PROGRAMS", "")  # the folder with pg_dump, pg_restore and psql
BACKUP_STATUS = os.environ.get("ARCHIVE_BACKUP_STATUS", "")  # the file that says when the last backup went well
LOW_DISK = envint("ARCHIVE_LOW_DISK", 2_000_000_000)  # bytes left, below which operators are warned

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
DRAFTS_OWN = envbool("ARCHIVE_DRAFTS_OWN", False)  # accounts that may not publish see only their own drafts
READINGS_KEPT = envint("ARCHIVE_READINGS_KEPT", 730)  # days, of who read what was under embargo
PUBLISHING_NEEDS_TWO = envbool("ARCHIVE_PUBLISHING_NEEDS_TWO", False)  # the sender to review may not publish
ADMIN_MAX_INLINE_PARAGRAPHS = 300  # beyond it, they are edited one by one
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20 * ADMIN_MAX_INLINE_PARAGRAPHS
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * IMPORT_MAX_BYTES  # pasted words arrive both as text and as HTML
RESULTS_PER_HOUR = envint("ARCHIVE_RESULTS_PER_HOUR", 120)  # kept for footnotes, by all readers together
RESULTS_PER_CLIENT = envint("ARCHIVE_RESULTS_PER_CLIENT", 20)  # by one of them, in an hour too
SUBMISSIONS_PER_TOKEN = envint("ARCHIVE_SUBMISSIONS_PER_TOKEN", 120)  # releases sent to the API in an hour
SEARCH_MAX_CHARACTERS = 500
PAGE_SIZE = 20
LICENSE = os.environ.get(
    "ARCHIVE_LICENSE", ""
)  # the address of the licence of all texts, for machines; none is claimed
PAGE_MEMORY = max(envint("ARCHIVE_PAGE_MEMORY", 32_000_000), 0)  # bytes of pages kept by each process
EXPORT_TIMEOUT = max(envint("ARCHIVE_EXPORT_TIMEOUT", 60), 1)  # seconds that the database may take for an export
PAGE_TIMEOUT = envint("ARCHIVE_PAGE_TIMEOUT", 1000)  # milliseconds that the database may take for a public page
