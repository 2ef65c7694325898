"""The settings of the consular desk for tests: a house in a folder that goes away, its keyring beside it, static files unhashed.

The database of the desk is PostgreSQL where LEGATION_TEST_DATABASE asks; that of the keys is always SQLite.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="legation-desk-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
_SETTINGS_OF_RUNS = ("LEGATION_REQUIRE_ALL", "LEGATION_LONG", "LEGATION_TEST_DATABASE", "LEGATION_TEST_PICTURES")
"""What a run of tests may be told."""
for name in [name for name in os.environ if name.startswith("LEGATION_") and name not in _SETTINGS_OF_RUNS]:
    os.environ.pop(name)
HOUSE = Path(_folder) / "house"
os.environ["LEGATION_CONSULAR_DATA"] = str(HOUSE)
os.environ["LEGATION_CONSULAR_KEYRING"] = str(Path(_folder) / "keyring")
os.environ["LEGATION_CONSULAR_PASSPHRASE"] = "four words of a keyring"
_runtime = tempfile.mkdtemp(prefix="legation-locks-")  # where PostgreSQL keeps its locks, for each process its own
atexit.register(shutil.rmtree, _runtime, ignore_errors=True)
os.environ["XDG_RUNTIME_DIR"] = _runtime
if os.environ.get("LEGATION_TEST_DATABASE") == "postgresql":
    from postgresql import shared

    os.environ["LEGATION_CONSULAR_DATABASE_URL"] = shared().get_uri()

from legation.web.consular.making import Plan, make_house  # noqa: E402

make_house(
    HOUSE,
    Path(os.environ["LEGATION_CONSULAR_KEYRING"]),
    os.environ["LEGATION_CONSULAR_PASSPHRASE"],
    Plan(posts={"lyndon": "Atlantic/Reykjavik", "novara": "America/Santiago"}, kind="public", state="FR"),
)
with (HOUSE / "consular.toml").open("a") as declared:
    declared.write('\n[front]\naddress = "https://answer.example.org"\n')

from legation.web.consular.settings import *  # noqa: E402, F403
from legation.web.consular.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIT_IN_BACKGROUND = False
