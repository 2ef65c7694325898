"""The site's settings for tests: data in a folder that goes away, static files unhashed; PostgreSQL where LEGATION_TEST_DATABASE asks."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="legation-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LEGATION_DATA"] = _folder
for name in (
    "LEGATION_ORIGIN",
    "LEGATION_LANGUAGE",
    "LEGATION_DATABASE_URL",
    "LEGATION_OIDC",
    "LEGATION_EMAIL_URL",
    "LEGATION_LAKE_QUOTA",
    "LEGATION_LAKES_QUOTA",
    "LEGATION_LAKE_DAYS",
    "LEGATION_PROXIES",
    "LEGATION_MARKINGS",
):
    os.environ.pop(name, None)
_runtime = tempfile.mkdtemp(prefix="legation-locks-")  # where PostgreSQL keeps its locks, for each process its own
atexit.register(shutil.rmtree, _runtime, ignore_errors=True)
os.environ["XDG_RUNTIME_DIR"] = _runtime
if os.environ.get("LEGATION_TEST_DATABASE") == "postgresql":
    from postgresql import shared

    os.environ["LEGATION_DATABASE_URL"] = shared().get_uri()

from legation.web.settings import *  # noqa: E402, F403
from legation.web.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIT_IN_BACKGROUND = False
