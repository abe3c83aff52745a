"""Django settings, all of them drawn from `tongxin.config.env`."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tongxin.config.databases import database_settings
from tongxin.config.env import read_environment

# Database, journal, attachments, backups and logs that are made from now on: their owner's alone.
os.umask(0o077)
ENV = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.signing_key()
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
ROOT_URLCONF = "tongxin.config.urls"
WSGI_APPLICATION = "tongxin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "csp",
    "tongxin.common",
    "tongxin.team",
    "tongxin.audit",
    "tongxin.background",
    "tongxin.idempotency",
    "tongxin.search",
    "tongxin.crm",
    "tongxin.importers",
    "tongxin.saved_views",
    "tongxin.housekeeping",
    "tongxin.archive",
    "tongxin.privacy",
    "tongxin.analytics",
    "tongxin.web",
    "tongxin.api",
    "tongxin.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tongxin.web.edge.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "tongxin.api.middleware.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tongxin.web.edge.middleware.PreferencesMiddleware",
    "tongxin.web.edge.middleware.SignInRequiredMiddleware",
    "tongxin.web.edge.spending.SpendOnceMiddleware",
    "tongxin.web.edge.middleware.OnwardMiddleware",
    "tongxin.web.edge.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "debug": DEBUG,
            "loaders": [("django.template.loaders.cached.Loader", ["tongxin.web.edge.templates.Loader"])],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tongxin.web.shell.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database_settings(ENV.database_url.get_secret_value(), home=ENV.home)}

AUTH_USER_MODEL = "team.User"
AUTHENTICATION_BACKENDS = ["tongxin.team.backends.ActiveUserBackend"]
PASSWORD_HASHERS = ["tongxin.team.hashers.BoundedArgon2PasswordHasher"]
PASSWORD_HASH_SLOTS = ENV.password_hash_slots
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "web:sign_in"
LOGIN_PAGE = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SIGN_IN_ATTEMPTS = ENV.sign_in_attempts
JOB_LEASE_SECONDS = ENV.job_lease_seconds
TRUSTED_PROXIES = ENV.trusted_proxies
HOUSEKEEPING_HOURS = ENV.housekeeping_hours
DELETED_FILES_DAYS = ENV.deleted_files_days

BACKUP_FOLDER = str(ENV.backup_folder or ENV.home / "backups")
BACKUP_HOURS = ENV.backup_hours
BACKUPS_KEPT = ENV.backups_kept
COMPANY = ENV.company
FONT_FOLDER = str(ENV.font_folder or "")
TEMPLATE_FOLDER = str(ENV.template_folder or "")
AUDIT_KEY = ENV.audit_key.get_secret_value()
AUDIT_SEAL = str(ENV.audit_seal or ENV.home / "audit_seal.json")

LANGUAGE_CODE = ENV.language
LANGUAGES = [
    ("zh-hant", _("Traditional Chinese")),
    ("zh-hans", _("Simplified Chinese")),
    ("en", _("English")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone
REPORTING_CURRENCY = ENV.currency
FISCAL_YEAR_START = ENV.fiscal_year_start

STATIC_URL = "static/"
STATIC_ROOT = ENV.home / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(ENV.home / "files")},
    },
    "staticfiles": {"BACKEND": "tongxin.web.edge.static.VersionedStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.https
SECURE_HSTS_PRELOAD = ENV.https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Django's own storage would make them readable for everybody, whatever the umask.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MAX_UPLOAD_BYTES = ENV.max_upload_mb * 1024 * 1024
OUTBOUND_HOSTS = tuple(ENV.outbound_hosts)
OUTBOUND_HTTP = ENV.outbound_http
OUTBOUND_BYTES = ENV.outbound_mb * 1024 * 1024
OUTBOUND_SECONDS = ENV.outbound_seconds
MAX_IMPORT_BYTES = ENV.max_import_mb * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
API_RATE_PER_MINUTE = ENV.api_rate_per_minute
HOME = ENV.home
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": "structlog.processors.JSONRenderer",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if ENV.json_logs else "plain"}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "WARNING"}},
}
