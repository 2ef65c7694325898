"""Django's settings of the front, made of the environment: no database of Django's, no session, no cookie, no secret."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from legation.web.serving.logs import settings_for

_HERE = Path(__file__).parent
_ORIGIN = urlsplit(os.environ.get("LEGATION_ORIGIN", ""))

SECRET_KEY = secrets.token_urlsafe(48)
"""Of this process alone: nothing is signed by it that lives longer."""
DEBUG = False
ALLOWED_HOSTS = [_ORIGIN.hostname] if _ORIGIN.hostname else ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "legation.web.front.urls"
DATABASES: dict[str, dict[str, str]] = {}
INSTALLED_APPS: list[str] = []
MIDDLEWARE = [
    "legation.web.serving.logs.RequestLog",
    "legation.web.front.middleware.Guard",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"builtins": ["legation.web.front.tags"], "string_if_invalid": ""},
    }
]
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 0
LOGGING = settings_for("WARNING" if sys.stderr.isatty() else "INFO")
