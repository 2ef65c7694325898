"""Django's settings, made of the environment (:mod:`legation.web.site.environment`). Nothing is secret; nothing is edited to deploy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.mail.utils import DNS_NAME

from legation.briefing.markings.labels import labels
from legation.kernel_cache import keep_kernels
from legation.web.serving.logs import settings_for
from legation.web.site.environment import (
    data_folder,
    database,
    lake_limits,
    mail_settings,
    provider_origins,
    providers,
    proxies,
    public_origin,
    secret_key,
    site_language,
)

keep_kernels()
labels()  # a file of labels that is wrong stops the start, and no page
_HERE = Path(__file__).parent
DATA = data_folder()
ORIGIN = public_origin()
_PUBLIC = urlsplit(ORIGIN)

SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = [_PUBLIC.hostname] if _PUBLIC.hostname else ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "legation.web.urls"
WSGI_APPLICATION = "legation.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(DATA)}
CACHES = {
    "default": {"BACKEND": "legation.web.serving.attempts.AttemptCache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
"""Shared by all workers: the counts of rate limits. Pages have a cache of their own, :mod:`legation.web.site.cache`."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "legation.web.site",
    "legation.web.accounts",
    "legation.web.stores.people",
    "legation.web.stores.audit",
    "legation.web.dossiers",
    "legation.web.stores.drafts",
    "legation.web.stores.captures",
    "legation.web.runs",
    "legation.web.stores.feeds",
    "legation.web.stores.tallies",
    "legation.web.stores.statements",
    "legation.web.stores.visits",
    "legation.web.stores.rooms",
    "legation.web.stores.posts",
    "legation.web.stores.invited",
    "legation.web.stores.public_lists",
    "legation.web.stores.learning",
    "legation.web.stores.lessons",
    "legation.web.stores.rows",
    "legation.web.stores.observations",
    "legation.web.api",
]

MIDDLEWARE = [
    "legation.web.serving.logs.RequestLog",
    "legation.web.serving.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "legation.web.links.middleware.SecretAddresses",
    "csp.middleware.CSPMiddleware",
    "legation.web.serving.middleware.GzipLargePages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "legation.web.serving.middleware.BodyLimit",
    "legation.web.rooms.place.SeatCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "legation.web.api.tokens.Bearer",
    "legation.web.site.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "legation.web.site.language.in_templates",
                "legation.web.rooms.play.in_templates",
            ],
            "builtins": ["legation.web.site.templatetags.words", "legation.web.site.templatetags.legation"],
            "string_if_invalid": "",
        },
    }
]

# --- who signs in ---------------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by an invitation, whose letter is the proof of the address
ACCOUNT_ADAPTER = "legation.web.accounts.sign_in.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "40/m/ip,5/5m/key"}
"""A desk shares one address: the limit for it is wider than the one for an account. Whoever is over it is told 429 and waits."""
SOCIALACCOUNT_ADAPTER = "legation.web.accounts.sign_in.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = providers()
INVITATION_DAYS = 14
AUDIT_DAYS = 365
"""How long the trail is kept. The database itself refuses to remove younger entries, by a trigger that its migration wrote: another number
here lengthens the time at once, and shortens it only where the trigger is written anew."""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Legation"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ORIGIN.startswith("https://")
ALLAUTH_TRUSTED_PROXY_COUNT = proxies()

# --- letters -----------------------------------------------------------------------------------------------------------------------
_MAIL = mail_settings(DATA)
EMAIL_BACKEND = _MAIL.backend
EMAIL_FILE_PATH = _MAIL.folder
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.host, _MAIL.port, _MAIL.name, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _MAIL.starttls, _MAIL.tls, 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender
DNS_NAME._fqdn = _MAIL.sender.rpartition("@")[2].strip("> ") or "localhost"
"""What letters call this machine: Django would look its name up in the network, for a letter that becomes a file too."""

# --- what works, as programs that watch the site are told ----------------------------------------------------------------------------
HEALTH_CHECKS = {"worker": "legation.web.runs.worker_seen.worker_seen"}
"""What ``/health`` says beside whether the database answers and takes a row: a word, and the function that says whether it is well."""

# --- languages, time, files -----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = site_language()
LANGUAGES = [("fr", "français"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [_HERE / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is stored: what is sent becomes parts of dossiers
    "staticfiles": {"BACKEND": "legation.web.serving.static.Files"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600  # the static files, like all that lies in the folder
LAKE_QUOTA, LAKES_QUOTA, LAKE_DAYS = lake_limits()
"""How much the observations of one dossier, and those of all, may take up [bytes]; after how many days they go, 0 for never."""
THREADS = 8
"""How many pages a process makes at once: measured in benchmarks/site_servers.py; more wait for one another."""
UPLOAD_LIMIT = 64 * 1024 * 1024
"""The largest body of a request [bytes]; what is inside an archive has limits of its own."""

LOGGING = settings_for("WARNING" if sys.stderr.isatty() else "INFO")

# --- what a browser may do --------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *provider_origins(SOCIALACCOUNT_PROVIDERS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "legation-session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "legation-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
CSRF_FAILURE_VIEW = "legation.web.site.errors.forged"
_HTTPS = ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
if _HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT > 0:  # without a proxy the header would be a stranger's word
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
