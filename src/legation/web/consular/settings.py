"""Django's settings of the desk: those of the site, but for its applications, its databases, its addresses and its folder.

No dossier application is installed, and nothing of the site's folder or database is opened: a fault of a page on dossiers reaches nothing
here, for it runs in another process on other files.
"""

from __future__ import annotations

import os

from legation.web.consular.house import house_folder

_HOUSE = house_folder()
os.environ["LEGATION_DATA"] = str(_HOUSE / "desk")
_IS_DRILL = (_HOUSE / "drill.toml").exists()
os.environ["LEGATION_DATABASE_URL"] = "" if _IS_DRILL else os.environ.get("LEGATION_CONSULAR_DATABASE_URL", "")
os.environ["LEGATION_ORIGIN"] = os.environ.get("LEGATION_CONSULAR_ORIGIN", "")
os.environ["LEGATION_EMAIL_URL"] = "" if _IS_DRILL else os.environ.get("LEGATION_CONSULAR_EMAIL_URL", "")
os.environ["LEGATION_OIDC"] = ""

from legation.web.settings import *  # noqa: E402, F403
from legation.web.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, TEMPLATES, UPLOAD_LIMIT  # noqa: E402
from legation.web.site.environment import database  # noqa: E402

ROOT_URLCONF = "legation.web.consular.urls"
WSGI_APPLICATION = "legation.web.consular.wsgi.application"
DATABASE_ROUTERS = ["legation.web.consular.databases.Databases"]
(_HOUSE / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
_KEYS = database(_HOUSE / "keys", url="")
DATABASES["default"]["NAME"] = _HOUSE / "desk" / "desk.sqlite3" if not os.environ["LEGATION_DATABASE_URL"] else DATABASES["default"]["NAME"]
DATABASES["keys"] = _KEYS | {"NAME": _HOUSE / "keys" / "keys.sqlite3"}
CONSULAR_DRILL = _IS_DRILL
"""Whether this house is a drill: then every page and paper says so, its databases are its own, and nothing leaves but to a recorder."""

INSTALLED_APPS = [
    *(app for app in INSTALLED_APPS if not app.startswith("legation.") and app != "legation.web.api"),
    "legation.web.accounts",
    "legation.web.stores.audit",
    "legation.web.consular.records",
    "legation.web.consular.keystore",
    "legation.web.consular.rights",
]
_NOT_HERE = ("legation.web.rooms.", "legation.web.api.", "legation.web.links.")
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(_NOT_HERE)]
for _one in TEMPLATES:
    _one["DIRS"] = [folder / "consular" / "above" for folder in _one["DIRS"]] + _one["DIRS"]
    _one["OPTIONS"]["builtins"] = ["legation.web.site.templatetags.words", "legation.web.consular.tags"]
    _one["OPTIONS"]["context_processors"] = [
        *(name for name in _one["OPTIONS"]["context_processors"] if not name.startswith("legation.web.rooms.")),
        "legation.web.consular.frame.in_templates",
    ]
SESSION_COOKIE_NAME = "legation-consular-session"
CSRF_COOKIE_NAME = "legation-consular-csrf"
SESSION_COOKIE_AGE = 4 * 3600
LOGIN_REDIRECT_URL = "home"
HEALTH_CHECKS = {}
if CONSULAR_DRILL or os.environ["LEGATION_EMAIL_URL"]:
    EMAIL_BACKEND = "legation.web.consular.crises.accounts_mail.DeskMail"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT
"""What is sent stays in memory: a list of people reaches no temporary file."""
