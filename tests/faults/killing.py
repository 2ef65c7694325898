"""One kill at a random moment of one kind of work on a site, and what is found afterwards: acknowledged and lost, or there twice."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from web.sites import FORM, ROOT, Server, legation, signed_in, token_in

__all__ = ["POINTS", "Outcome"]

WITHIN = 3.0
"""A server is killed within so many seconds after the first thing was saved."""
GONE = (OSError, http.client.HTTPException)
_BEGINS = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
"""
_SAVED = """
from collections import Counter
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Part
from legation.web.runs.models import Output, Result, Run
dossier = Dossier.objects.get(slug="small")
revisions = list(dossier.revisions.order_by("number"))
content = store.content(store.revision_of(dossier))
runs = {run.pk: [run.state, Output.objects.filter(result__key=run.key).count()] for run in Run.objects.exclude(kind="question")}
print(json.dumps({
    "actors": [row.id for row in content.actors],
    "numbers": [one.number for one in revisions],
    "reasons": Counter(json.dumps(one.reason) for one in revisions),
    "runs": runs,
    "results": max(Counter(Result.objects.values_list("key", flat=True)).values(), default=0),
}))
"""
_ARCHIVE = """
from pathlib import Path
from legation.web.serving.archive import Archive
print(json.dumps(sum(table["rows"] for table in Archive(Path(sys.argv[1])).tables.values())))
"""
_OLDER = """
from django.core.management import call_command
for app, name in (("rows", "zero"), ("tallies", "0001"), ("visits", "zero"), ("drafts", "0003"), ("runs", "0003")):
    call_command("migrate", app, name, verbosity=0)
print("0")
"""
_PREPARE = "from legation.web.serving.prepare import prepare; prepare()"


@dataclass
class Outcome:
    """What was acknowledged, what of it is not there, what is there twice, and what else is wrong."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: str = ""


def asked(environment: dict[str, str], script: str, *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", _BEGINS + script, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1]}
    return json.loads(done.stdout)


class Person:
    """Somebody who has signed in and sends one thing after the other until the server is gone."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookie = signed_in(server)
        self.token = token_in(server.ask("GET", "/", headers={"Cookie": self.cookie})[2])

    def post(self, path: str, fields: dict[str, str], file: bytes | None = None) -> str:
        """Send a form; return where it leads."""
        fields = {"csrfmiddlewaretoken": self.token, **fields}
        body, kind = urlencode(fields).encode(), FORM
        if file is not None:
            parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode() for name, text in fields.items()]
            parts.append(b'--b\r\nContent-Disposition: form-data; name="files"; filename="actors.csv"\r\n\r\n' + file + b"\r\n--b--\r\n")
            body, kind = b"".join(parts), "multipart/form-data; boundary=b"
        status, headers, page = self.server.ask("POST", path, body, {"Content-Type": kind, "Cookie": self.cookie})
        if status == 503:  # it said that nothing was saved
            raise ConnectionError("503")
        assert status == 302, (path, status, page[-2000:])
        return headers["location"]


def until_killed(environment: dict[str, str], chance: random.Random, send: Callable[[Person, str], None]) -> list[str]:
    """Serve, let a person send, kill all of it at a random moment; return what was acknowledged."""
    acknowledged: list[str] = []
    with Server(environment) as server:
        person = Person(server)
        stem = f"{chance.randrange(10**9)}"
        send(person, f"first{stem}")
        acknowledged.append(f"first{stem}")
        threading.Timer(chance.uniform(0.0, WITHIN), server.kill).start()
        with contextlib.suppress(*GONE):
            for number in range(10_000):
                send(person, f"n{stem}x{number}")
                acknowledged.append(f"n{stem}x{number}")
        server.process.wait(60)
    return acknowledged


def _row(name: str) -> str:
    return json.dumps([{"table": "actors", "do": "add", "row": name, "values": {"id": name, "name": name, "kind": "ngo"}}])


def save(environment: dict[str, str], _: Path, chance: random.Random) -> Outcome:
    """Rows are saved by the form."""

    def send(person: Person, name: str) -> None:
        person.post("/dossiers/small/merge", {"edits": _row(name), "reason": name})

    return _rows_there(environment, until_killed(environment, chance, send))


def bring_in(environment: dict[str, str], _: Path, chance: random.Random) -> Outcome:
    """A table is brought in: sent, looked at, confirmed."""
    from web.conftest import PARTS

    def send(person: Person, name: str) -> None:
        file = (PARTS["actors.csv"] + f"{name},{name},,ngo,,\n").encode()
        draft = re.search(r"/import/(\d+)", person.post("/dossiers/small/import/check", {"base": "1"}, file))
        assert draft is not None
        person.post("/dossiers/small/merge", {"draft": draft[1], "reason": name})

    return _rows_there(environment, until_killed(environment, chance, send))


def _rows_there(environment: dict[str, str], acknowledged: list[str]) -> Outcome:
    found = asked(environment, _SAVED)
    if "error" in found:
        return Outcome(len(acknowledged), wrong=found["error"])
    actors = found["actors"]
    twice = len(actors) - len(set(actors))
    twice += sum(max(0, sum(count for reason, count in found["reasons"].items() if f'"{name}"' in reason) - 1) for name in acknowledged)
    wrong = "" if found["numbers"] == list(range(1, len(found["numbers"]) + 1)) else f"revisions {found['numbers'][-3:]}"
    return Outcome(len(acknowledged), len(set(acknowledged) - set(actors)), twice, wrong)


def paper(environment: dict[str, str], _: Path, chance: random.Random) -> Outcome:
    """Papers are asked for, and made by a worker that is killed with the server; the next one makes them."""
    runs: list[int] = []

    def send(person: Person, name: str) -> None:
        place = person.post("/dossiers/small/briefs/brief/make", {"sections": "who-stands-where", "marking": "TLP:GREEN", "langs": "en"})
        runs.append(int(re.findall(r"\d+", place)[-1]))
        time.sleep(0.2)

    until_killed(environment, chance, send)
    with Server(environment):
        for _ in range(120):
            found = asked(environment, _SAVED)
            states = {number: state for number, (state, _) in found["runs"].items()}
            if all(states.get(str(number)) in ("done", "failed", "cancelled") for number in runs):
                break
            time.sleep(1.0)
    lost = [number for number in runs if found["runs"].get(str(number), ["", 0])[0] != "done"]
    files = {count for number, (_, count) in found["runs"].items() if int(number) in runs}
    return Outcome(len(runs), len(lost), max(0, found["results"] - 1), "" if len(files) == 1 else f"files {files}")


def killed_command(environment: dict[str, str], chance: random.Random, within: float, *words: str) -> bool:
    """Run a command and kill it at a random moment; return whether it ended before, in order."""
    process = subprocess.Popen(
        [sys.executable, *words], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0.3 * within, 1.1 * within))
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    return process.wait() == 0


def took(environment: dict[str, str], *words: str) -> float:
    begun = time.monotonic()
    code, said = legation(environment, *words)
    assert code == 0, said
    return time.monotonic() - begun


def back_up(environment: dict[str, str], folder: Path, chance: random.Random) -> Outcome:
    """A backup replaces an older one."""
    out = folder / "kill.zip"
    within = took(environment, "backup", str(out))
    killed_command(environment, chance, within, "-m", "legation", "backup", str(out))
    whole = asked(environment, _ARCHIVE, str(out))
    lost = int(isinstance(whole, dict))
    took(environment, "backup", str(out))
    left = [path.name for path in folder.iterdir() if path.name.startswith(f".{out.name}")]
    return Outcome(1, lost, len(left), str(left or ""))


def restore(environment: dict[str, str], folder: Path, chance: random.Random) -> Outcome:
    """A site is replaced by a backup: afterwards it is the one or the other, or says that it is to be restored again, and then is."""
    out, data = folder / "kill.zip", Path(environment["LEGATION_DATA"])
    within = took(environment, "backup", str(out)) * 1.3
    asked(environment, _RENAMED)
    killed_command(environment, chance, within, "-m", "legation", "restore", str(out), "--replace")
    said = legation(environment, "doctor")[1]
    state = asked(environment, _TITLE)
    wrong = "" if (data / "restoring").exists() is ("restore" in said and "cut off" in said) else f"doctor: {said}"
    if "error" in state or state["title"] not in ("before", "A small matter"):
        wrong = wrong or f"neither: {state}"
    took(environment, "restore", str(out), "--replace")
    after = asked(environment, _TITLE)
    left = [path.name for path in data.iterdir() if path.name.startswith((".restoring", ".replaced")) or path.name == "restoring"]
    lost = int(after.get("title") != "A small matter" or after["actors"] < 5)
    return Outcome(1, lost, len(left), wrong or str(left or ""))


_RENAMED = """
from legation.web.dossiers.models import Dossier
Dossier.objects.filter(slug="small").update(title={"text": "before"})
print("0")
"""
_TITLE = """
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
dossier = Dossier.objects.get(slug="small")
title = dossier.title["text"] if dossier.title["text"] == "before" else "A small matter"
print(json.dumps({"title": title, "actors": len(store.content(store.revision_of(dossier)).actors)}))
"""


def migrate(environment: dict[str, str], _: Path, chance: random.Random) -> Outcome:
    """An upgrade is cut off in the middle: started again it completes, and every row is there."""
    before = asked(environment, _SAVED)
    older = asked(environment, _OLDER)
    if isinstance(older, dict):
        return Outcome(1, wrong=older["error"])
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", "import django; from legation.web.serving.database import set_up; set_up()"], env=environment, check=True
    )
    within = (time.monotonic() - begun) * 2.2
    killed_command(environment, chance, within, "-c", _PREPARE)
    done = subprocess.run([sys.executable, "-c", _PREPARE], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    after = asked(environment, _SAVED)
    wrong = "" if done.returncode == 0 else done.stderr.strip()[-300:]
    return Outcome(1, int(after != before), 0, wrong)


POINTS: dict[str, Callable[[dict[str, str], Path, random.Random], Outcome]] = {
    "save": save,
    "import": bring_in,
    "paper": paper,
    "backup": back_up,
    "restore": restore,
    "migration": migrate,
}
