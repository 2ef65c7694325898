"""How many modules of ours run for three things that a person does: what somebody reads who follows one of them through the code.

    python -m benchmarks.files_run            # all three
    python -m benchmarks.files_run question   # one, in this process: the number alone

Each runs in a process of its own; what counts is which modules of ``legation`` are loaded when it is done.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
FLAGSHIP = EXAMPLES / "un-ict-2018"
OWN_SITE = EXAMPLES / "mission-site-2024"


def command(*words: str) -> None:
    """Run the command in this process, unheard."""
    from legation.cli import main as legation

    with contextlib.redirect_stdout(io.StringIO()):
        code = legation(list(words))
    if code:
        raise RuntimeError(f"{' '.join(words)} ended with {code}")


def question(_: Path) -> None:
    """A question is asked of a dossier: ``legation ask who-can-move``."""
    command("ask", "who-can-move", str(FLAGSHIP), "--json")


def log_line(folder: Path) -> None:
    """A log is observed, and who reads us is drawn of it."""
    log = next((OWN_SITE / "observations").glob("access.log*"))
    command("observe", "requests", str(log), "--lake", str(folder / "lake"))
    command("ask", "who-reads-us", str(OWN_SITE), "--lake", str(folder / "lake"), "--figure", str(folder / "figure.svg"))


def upload(folder: Path) -> None:
    """Recorded votes are sent to the site as files, shown as what they would change, and saved."""
    os.environ |= {"LEGATION_DATA": str(folder / "site"), "DJANGO_SETTINGS_MODULE": "benchmarks.site_settings"}
    from legation.web.serving.database import set_up

    set_up()
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from legation.dossier import Votes, load
    from legation.web.accounts.models import Account
    from legation.web.dossiers import store
    from legation.web.dossiers.models import Dossier

    owner = Account.objects.create_user("owner@example.org", name="Owner", language="en")
    whole = load(FLAGSHIP)
    store.create(dataclasses.replace(whole, votes=Votes.of([], [], [])), owner, slug="votes")
    client = Client(HTTP_HOST="localhost")
    client.force_login(owner)
    files = [SimpleUploadedFile(name, (FLAGSHIP / name).read_bytes()) for name in ("rollcalls.csv", "votes.csv")]
    shown = client.post("/dossiers/votes/import/check", {"files": files, "base": "1", "how": "add"})
    place = shown.headers.get("Location", "")
    draft = re.search(r"/import/(\d+)", place)
    if draft is None or client.get(place).status_code != 200:
        raise RuntimeError(f"the files were not taken: {shown.status_code} {shown.content[:2000]!r}")
    client.post("/dossiers/votes/merge", {"draft": draft[1], "next": "/dossiers/votes/history"})
    kept = store.content(store.newest(Dossier.objects.get(slug="votes")))
    if len(kept.votes) != len(whole.votes):
        raise RuntimeError(f"of {len(whole.votes)} votes {len(kept.votes)} were saved")


JOURNEYS: dict[str, Callable[[Path], None]] = {"question": question, "upload": upload, "log_line": log_line}


def count(name: str) -> int:
    """Do one of them in this process; return how many modules of ours are loaded then."""
    with tempfile.TemporaryDirectory(prefix="legation-bench-") as folder:
        JOURNEYS[name](Path(folder))
    return sum(module.partition(".")[0] == "legation" for module in sys.modules)


def counted(name: str) -> int:
    """Return the same of a new process."""
    words = [sys.executable, "-m", "benchmarks.files_run", name]
    done = subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
    return int(done.stdout.split()[-1])


def sample() -> None:
    """Count for a question alone."""
    print(f"\nModules of legation that run for a question: {counted('question')}")


def main() -> None:
    """Print the number of each."""
    print("\nModules of legation that run")
    for name, journey in JOURNEYS.items():
        print(f"  {str(journey.__doc__).split('.')[0]:90} {counted(name):5}", flush=True)


if __name__ == "__main__":
    sys.exit(print(count(sys.argv[1])) if sys.argv[1:] else main())
