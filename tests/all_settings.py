"""Every application of every site at once: for the types alone, which look fields of models up there."""

from __future__ import annotations

from web_settings import *  # noqa: F403
from web_settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "legation.web.consular.records", "legation.web.consular.keystore", "legation.web.consular.rights"]
DATABASES["keys"] = DATABASES["default"]
CONSULAR_DRILL = False
