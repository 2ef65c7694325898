"""One kill at a random moment of one kind of work on a site, and what is found afterwards: acknowledged and lost, or there twice."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from faults.branches import Branches, ServerBranch
from faults.outcome import Outcome
from faults.room_killing import ROOMS
from web.sites import FORM, signed_in, token_in

from legation.errors import CannotRead
from legation.web.serving.archive import Archive

__all__ = ["POINTS", "Outcome"]

WITHIN = 1.5
"""A server is killed within so many seconds after the first thing was saved."""
GONE = (OSError, http.client.HTTPException)
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
_OLDER = """
from django.core.management import call_command
for app, name in (("rooms", "zero"), ("rows", "zero"), ("tallies", "0001"), ("visits", "zero"), ("drafts", "0003"), ("runs", "0003")):
    call_command("migrate", app, name, verbosity=0)
print("0")
"""
_PREPARE = "from legation.web.serving.prepare import prepare; prepare(); print('0')"


class Person:
    """Somebody who has signed in and sends one thing after the other until the server is gone."""

    def __init__(self, server: ServerBranch) -> None:
        self.server = server
        self.cookie = signed_in(server)  # type: ignore[arg-type]
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


def until_killed(site: Branches, chance: random.Random, send: Callable[[Person, str], None], *, worker: bool = False) -> list[str]:
    """Serve, let a person send, kill all of it at a random moment; return what was acknowledged."""
    acknowledged: list[str] = []
    with ServerBranch(site, worker=worker) as server:
        person = Person(server)
        stem = f"{chance.randrange(10**9)}"
        send(person, f"first{stem}")
        acknowledged.append(f"first{stem}")
        threading.Timer(chance.uniform(0.0, WITHIN), server.kill).start()
        with contextlib.suppress(*GONE):
            for number in range(10_000):
                send(person, f"n{stem}x{number}")
                acknowledged.append(f"n{stem}x{number}")
        server.wait()
    return acknowledged


def _row(name: str) -> str:
    return json.dumps([{"table": "actors", "do": "add", "row": name, "values": {"id": name, "name": name, "kind": "ngo"}}])


def save(site: Branches, _: Path, chance: random.Random) -> Outcome:
    """Rows are saved by the form."""

    def send(person: Person, name: str) -> None:
        person.post("/dossiers/small/merge", {"edits": _row(name), "reason": name})

    return _rows_there(site, until_killed(site, chance, send))


def bring_in(site: Branches, _: Path, chance: random.Random) -> Outcome:
    """A table is brought in: sent, looked at, confirmed."""
    from web.conftest import PARTS

    def send(person: Person, name: str) -> None:
        file = (PARTS["actors.csv"] + f"{name},{name},,ngo,,\n").encode()
        draft = re.search(r"/import/(\d+)", person.post("/dossiers/small/import/check", {"base": "1"}, file))
        assert draft is not None
        person.post("/dossiers/small/merge", {"draft": draft[1], "reason": name})

    return _rows_there(site, until_killed(site, chance, send))


def _rows_there(site: Branches, acknowledged: list[str]) -> Outcome:
    found = site.ask(_SAVED)
    if "error" in found:
        return Outcome(len(acknowledged), wrong=found["error"])
    actors = found["actors"]
    twice = len(actors) - len(set(actors))
    twice += sum(max(0, sum(count for reason, count in found["reasons"].items() if f'"{name}"' in reason) - 1) for name in acknowledged)
    wrong = "" if found["numbers"] == list(range(1, len(found["numbers"]) + 1)) else f"revisions {found['numbers'][-3:]}"
    return Outcome(len(acknowledged), len(set(acknowledged) - set(actors)), twice, wrong)


def paper(site: Branches, _: Path, chance: random.Random) -> Outcome:
    """Papers are asked for, and made by a worker that is killed with the server; the next one makes them."""
    runs: list[int] = []

    def send(person: Person, name: str) -> None:
        place = person.post("/dossiers/small/briefs/brief/make", {"sections": "who-stands-where", "marking": "TLP:GREEN", "langs": "en"})
        runs.append(int(re.findall(r"\d+", place)[-1]))
        time.sleep(0.2)

    until_killed(site, chance, send, worker=True)
    with ServerBranch(site):
        for _ in range(120):
            found = site.ask(_SAVED)
            states = {number: state for number, (state, _) in found["runs"].items()}
            if all(states.get(str(number)) in ("done", "failed", "cancelled") for number in runs):
                break
            time.sleep(1.0)
    lost = [number for number in runs if found["runs"].get(str(number), ["", 0])[0] != "done"]
    files = {count for number, (_, count) in found["runs"].items() if int(number) in runs}
    return Outcome(len(runs), len(lost), max(0, found["results"] - 1), "" if len(files) == 1 else f"files {files}")


def killed_at(site: Branches, after: float, *words: str, script: str = "") -> None:
    """Begin a command or a script, and kill it after some seconds unless it ends before."""
    process, begun = site.begin(*words, script=script), time.monotonic()
    while process.poll() is None and time.monotonic() - begun < after:
        time.sleep(0.01)
    process.kill()
    process.wait()


def took(site: Branches, *words: str) -> float:
    begun = time.monotonic()
    code, said = site.run(*words)
    assert code == 0, said
    return time.monotonic() - begun


def back_up(site: Branches, folder: Path, chance: random.Random) -> Outcome:
    """A backup replaces an older one."""
    out = folder / "kill.zip"
    within = took(site, "backup", str(out))
    killed_at(site, chance.uniform(0.05, 1.1) * within, "backup", str(out))
    try:
        lost = int(not Archive(out).tables)
    except CannotRead:
        lost = 1
    took(site, "backup", str(out))
    left = [path.name for path in folder.iterdir() if path.name.startswith(f".{out.name}")]
    return Outcome(1, lost, len(left), str(left or ""))


def restore(site: Branches, folder: Path, chance: random.Random) -> Outcome:
    """A site is replaced by a backup: afterwards it is the one or the other, or says that it is to be restored again, and then is."""
    out, data = folder / "kill.zip", folder / "data"
    if not out.exists():
        took(site, "backup", str(out))
        _TOOK["restore"] = took(site, "restore", str(out), "--replace")
    site.ask(_RENAMED)
    killed_at(site, chance.uniform(0.1, 1.1) * _TOOK["restore"], "restore", str(out), "--replace")
    said = site.run("doctor")[1]
    state = site.ask(_TITLE)
    wrong = "" if (data / "restoring").exists() is ("restore" in said and "cut off" in said) else f"doctor: {said}"
    if "error" in state or state["title"] not in ("before", "A small matter"):
        wrong = wrong or f"neither: {state}"
    _TOOK["restore"] = took(site, "restore", str(out), "--replace")
    after = site.ask(_TITLE)
    left = [path.name for path in data.iterdir() if path.name.startswith((".restoring", ".replaced")) or path.name == "restoring"]
    lost = int(after.get("title") != "A small matter" or after["actors"] < 5)
    return Outcome(1, lost, len(left), wrong or str(left or ""))


_TOOK: dict[str, float] = {}
"""How long the last one of a kind took that was not killed [s]."""
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


def migrate(site: Branches, _: Path, chance: random.Random) -> Outcome:
    """An upgrade is cut off in the middle: started again it completes, and every row is there."""
    before = site.ask(_SAVED)
    older = site.ask(_OLDER)
    if isinstance(older, dict):
        return Outcome(1, wrong=older["error"])
    killed_at(site, chance.uniform(0.05, 1.1) * _TOOK.get("migration", 1.0), script=_PREPARE)
    begun = time.monotonic()
    again = site.ask(_PREPARE)
    _TOOK["migration"] = time.monotonic() - begun
    after = site.ask(_SAVED)
    return Outcome(1, int(after != before), 0, again["error"] if isinstance(again, dict) else "")


POINTS: dict[str, Callable[[Branches, Path, random.Random], Outcome]] = {
    "save": save,
    "import": bring_in,
    "paper": paper,
    "backup": back_up,
    "restore": restore,
    "migration": migrate,
    **ROOMS,
}
