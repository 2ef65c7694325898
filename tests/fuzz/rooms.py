"""What comes to live rooms: what the browser of a seat sends, whom nobody knows, and logs.

Pages of a room are those that stand beside the routes; no list names them, nor the kinds of rooms and of entries. What a browser of a seat
sends goes by a form or as drafts in JSON. A log is taken entry by entry: what the rules refuse leaves the room as it was, what they take can
be written, read and replayed to the same room.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import mock

from fuzz.forms import Form, Forms
from fuzz.seeds import Seed
from fuzz.target import Target

from legation.errors import BadValue, LegationError
from legation.language import Message

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Sat", "addressed", "as_it_was", "log_targets", "seat_pages", "seat_seeds", "sit_down"]

ROOM, CODE = "{room}", "{code}"
"""What stands in an address for what is drawn by chance when a room is opened."""


@dataclass(frozen=True)
class Sat:
    """A room of a site in which somebody sits, has voted and has said something that waits for a moderator."""

    room: str
    code: str
    cookies: Mapping[str, str]

    def browser(self) -> Any:
        """Return a browser that sits there, whatever was sent from another one."""
        from django.test import Client

        client = Client()
        client.cookies.load(dict(self.cookies))
        return client


def sit_down(site: Any) -> Sat:
    """Open a room, and sit down in it: nothing of it is noted in the trail of the site, which nobody can take away."""
    import datetime as dt

    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from legation.web.rooms import seats
    from legation.web.rooms.desk import DESK, Draft

    settings = {"inside": "anonymous", "leaves": "chatham", "question": "What first?"}
    host, titled = site.people["owner"], {"en": "Forum", "fr": "Forum"}
    room = seats.open_room(site.dossier, host, "deliberation", settings, title=titled, notice={"host": titled}, seats=8)
    entries = [("seated", {"seat": "m", "role": "moderator"})]
    entries += [
        ("stated", {"statement": f"seed-{at}", "text": text, "language": "en", "source": "seed"}) for at, text in enumerate(_SEEDS, 1)
    ]
    drafts = [Draft(kind=kind, data=data, key=f"k{at}") for at, (kind, data) in enumerate([*entries, ("phase", {"phase": "vote"})])]
    DESK.write(room.pk, str(seats.seat_by_account(room, host, "host")), drafts)
    code, browser = seats.new_door(room, timezone.now() + dt.timedelta(days=1)).code, Client()
    for address, sent in (
        (reverse("room-sit", args=[code]), {}),
        (reverse("room-write", args=[room.pk]), {"kind": "voted", "statement": "seed-1", "value": "1"}),
        (reverse("room-write", args=[room.pk]), {"kind": "stated", "text": "Something else altogether"}),
    ):
        browser.post(address, sent)
    return Sat(room.pk, code, {name: one.value for name, one in browser.cookies.items()})


_SEEDS = ("Begin with what is agreed.", "Publish a budget.")


def addressed(address: str, sat: Sat) -> str:
    """Return an address in which room and code are those of this site."""
    return address.replace(ROOM, sat.room).replace(CODE, sat.code)


@contextlib.contextmanager
def as_it_was(sat: Sat) -> Iterator[None]:
    """Take as much as is sent, and forget what was undone in the database: a room is known in the process as well."""
    from legation.web.rooms import limits
    from legation.web.rooms.desk import DESK

    counted = [one for one in vars(limits).values() if isinstance(one, limits.Limit)]
    with contextlib.ExitStack() as stack:
        for one in counted:
            stack.enter_context(mock.patch.object(one, "at_once", 1e9))
        try:
            yield
        finally:
            DESK.forget(sat.room)


def seat_pages() -> Mapping[str, str]:
    """Return the addresses of the site that are no routes, by their names."""
    from django.urls import URLPattern

    from legation.web import urls
    from legation.web.site.routing import ROUTES

    found = {str(one.name): str(one.pattern) for one in urls.urlpatterns if isinstance(one, URLPattern)}
    others = {name: address for name, address in found.items() if name.removesuffix(".json") not in ROUTES and not name.startswith("api.")}
    return {name: "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", address) for name, address in others.items()}


def seat_seeds(sat: Sat) -> list[tuple[Form, bytes]]:
    """Return what is sent to each address: the forms that its pages show, what no form sends, and drafts as JSON instead of a form."""
    from legation.rooms import room_kinds
    from legation.web.pages.rooms.voting import ALLOWED

    pages, browser, declared = seat_pages(), sat.browser(), room_kinds()["deliberation"].entries
    sent: dict[str, tuple[Form, bytes]] = {}
    for address in pages.values():
        answer = browser.get(addressed(address, sat), follow=True)
        html = answer.content.decode() if answer.status_code == 200 and "html" in answer["content-type"] else ""
        for form in Forms(html, address).found:
            place = form.address.replace(sat.room, ROOM).replace(sat.code, CODE)
            kind = form.fields.get("kind", [""])[0]
            sent[f"{form.method} {place} {kind}"] = Form(form.method, place, form.fields, form.files, "seat"), b""
        sent.setdefault(f"GET {address} ", (Form("GET", address, {"said": ["yes"], "number": ["1"]}, who="seat"), b""))
        sent.setdefault(f"POST {address} ", (Form("POST", address, {"code": [sat.code], "kind": ["x"]}, who="seat"), b""))
    for kind in sorted(ALLOWED):
        data = {
            "statement": "seed-1",
            "value": 1,
            "text": "We agree",
            "reason": "x",
            "source": "participant",
            "language": "en",
            "seat": "x",
        }
        fields = {name: [str(value)] for name, value in data.items()}
        for address in (one for one in pages.values() if one.endswith("/write")):
            sent.setdefault(f"POST {address} {kind}", (Form("POST", address, {"kind": [kind], "key": ["k"], **fields}, who="seat"), b""))
        drafts = [
            {"kind": kind, "data": {name: data[name] for name in declared[kind].fields if name in data}, "key": f"k{at}"} for at in range(2)
        ]
        for address in (one for one in pages.values() if one.endswith("/entries")):
            sent[f"JSON {kind}"] = Form("POST", address, who="seat"), json.dumps({"drafts": drafts}).encode()
    return list(sent.values())


def log_targets() -> Iterator[Target]:
    """Yield what takes the entries of each kind of room, what reads its logs, and what reads those of a drafting room."""
    from legation.rooms import room_kinds

    for kind in room_kinds():
        entries = _STORY.get(kind, [["h", "opened", {}]])
        yield Target(f"rooms/{kind}", functools.partial(_taken_on, kind), ({"entries.json": json.dumps(entries).encode()},))
        yield Target(f"rooms/{kind}/log", functools.partial(_replayed, kind), begun=functools.partial(_log, kind, entries))
    yield Target("rooms/drafting/log", _drafting, begun=_drafting_log)


_SAID = {"language": "en", "source": "participant"}
_STORY: Mapping[str, Sequence[Any]] = {
    "deliberation": [
        ["h", "opened", {"seed": 1, "inside": "anonymous", "leaves": "chatham", "smallest": 5, "safety": False, "question": "What now?"}],
        ["h", "seated", {"seat": "m", "role": "moderator"}],
        *(["h", "seated", {"seat": seat, "role": "participant"}] for seat in ("a", "b", "c")),
        ["h", "stated", {"statement": "s", "text": "Begin with what is agreed.", "language": "en", "source": "seed"}],
        ["a", "stated", {"statement": "t", "text": "Publish a budget.", **_SAID}],
        ["b", "stated", {"statement": "u", "text": "Publish the budget.", **_SAID}],
        ["m", "judged", {"statement": "t", "verdict": "in"}],
        ["m", "judged", {"statement": "u", "verdict": "copy", "of": "t", "reason": "copy"}],
        ["h", "phase", {"phase": "vote", "deadline": "2026-03-02T09:00:17.000Z"}],
        *([seat, "voted", {"statement": "s", "value": value}] for seat, value in (("a", 1), ("b", -1), ("c", 0))),
        ["c", "flagged", {"statement": "t", "reason": "x"}],
        ["a", "withdrawn", {"statement": "t"}],
        ["m", "removed", {"seat": "c", "reason": "x"}],
        ["clock", "due", {"what": "vote", "deadline": "2026-03-02T09:00:17.000Z"}],
        ["h", "published", {"up_to": 3, "sha256": "0" * 64}],
        ["b", "erased", {"seat": "b"}],
    ],
    "negotiation": [
        [
            "h",
            "opened",
            {
                "seed": 1,
                "inside": "seat",
                "leaves": "attributed",
                "session": "rehearsal",
                "protocol": "free",
                "side_rooms": True,
                "deadline": "2026-03-02T09:00:30.000Z",
                "rule": {"share": "2/3", "veto": ["a"]},
                "status_quo": [0, 1],
                "issues": [{"id": one, "options": [{"id": "x"}, {"id": "y"}]} for one in ("i", "j")],
                "sides": [{"id": one, "name_en": one} for one in ("a", "b", "c")],
                "scores": {one: [[3, 1], [0, 2]] for one in ("a", "b", "c")},
                "floors": {"a": 1},
                "briefs": {"a": {"en": "Alone"}},
            },
        ],
        ["h", "seated", {"seat": "a", "role": "delegate", "side": "a"}],
        ["h", "seated", {"seat": "b", "role": "delegate", "side": "b"}],
        ["h", "seated", {"seat": "c", "role": "delegate", "side": "c", "bot": "hard"}],
        ["a", "offered", {"package": [0, 1], "to": ["b"], "reason": "For us both"}],
        ["c", "offered", {"package": [1, 1], "reasons": [{"issue": 0, "why": "towards", "side": "a"}]}],
        ["b", "accepted", {"offer": 5}],
        ["b", "rejected", {"offer": 6, "reason": "No"}],
        ["a", "voted", {"offer": 6, "value": -1}],
        ["b", "spoke", {"text": "Well", "to": ["a"]}],
        ["b", "scored", {"points": [[1, 2], [3, 4]], "floor": 2}],
        ["b", "released", {"package": [0, 1]}],
        ["h", "phase", {"phase": "paused"}],
        ["h", "moved", {"seat": "c", "bot": ""}],
        ["clock", "due", {"what": "deadline", "deadline": "2026-03-02T09:00:30.000Z"}],
        ["h", "phase", {"phase": "closed"}],
        ["h", "revealed", {}],
        ["b", "erased", {"entry": 11}],
        ["b", "erased", {"seat": "b"}],
    ],
}
"""A short life of a room, with entries of all kinds: who, what, and what it says."""


def _taken_on(kind: str, files: Mapping[str, bytes], folder: Path) -> None:
    """Take entries as a room does that is written to."""
    from legation.rooms import read_log, replay, seen_by, verify, write_log

    try:
        found = json.loads(files["entries.json"])
    except (ValueError, RecursionError) as error:
        raise BadValue(Message("api.unfit")) from error
    taken, state, last = [], None, None
    for at, one in enumerate(found if isinstance(found, list) else [found]):
        by, of, data = (*one, None, None, None)[:3] if isinstance(one, list) else (None, None, one)
        before = repr(state)
        try:
            state, entry = _next(kind, state, taken, by, of, data, at)
        except LegationError as error:
            last = error
            if repr(state) != before:
                raise AssertionError("what was refused changed the room") from error
        else:
            taken.append(entry)
    if state is None:
        raise last or BadValue(Message("api.unfit"))
    again = read_log(write_log(taken))
    if verify(again) is not None or repr(replay(kind, again).hash) != repr(state.hash):
        raise AssertionError("a log does not come back as it was")
    for seat in (None, *(one.id for one in state.seats.values() if not one.removed)):
        json.dumps(seen_by(state, seat))


def _next(kind: str, state: Any, taken: Sequence[Any], by: Any, of: Any, data: Any, at: int) -> tuple[Any, Any]:
    from legation.rooms import Entry, begun
    from legation.rooms.entry import FIRST
    from legation.rooms.kinds import take

    entry = Entry(
        number=len(taken) + 1, at=f"2026-03-02T09:{at // 60 % 60:02}:{at % 60:02}.000Z", by=by, kind=of, key=f"k{at}", data=data,
        salt=f"{at:032x}", before=taken[-1].hash if taken else FIRST,
    )  # fmt: skip
    if state is None:
        return begun(kind, entry), entry
    take(state, entry)
    return state, entry


def _log(kind: str, entries: Sequence[Any]) -> list[Seed]:
    from legation.rooms import Refused, write_log

    taken: list[Any] = []
    state = None
    for at, one in enumerate(entries):
        with contextlib.suppress(Refused):
            state, entry = _next(kind, state, taken, *one, at)
            taken.append(entry)
    gone = [one.erased() if one.by == "b" else one for one in taken]
    return [{"log.jsonl": write_log(log).encode()} for log in (taken, gone)]


def _replayed(kind: str, files: Mapping[str, bytes], folder: Path) -> None:
    from legation.rooms import read_log, replay, seen_by, verify

    log = read_log(files["log.jsonl"].decode("utf-8", "replace"))
    verify(log)
    state = replay(kind, log)
    for seat in (None, *(one.id for one in state.seats.values() if not one.removed)):
        json.dumps(seen_by(state, seat))


def _drafting_log() -> list[Seed]:
    from legation.rooms.drafting import simulate, write_log

    return [{"log.jsonl": write_log(simulate(3, 2, 2, 6, seed=3).log).encode()}]


def _drafting(files: Mapping[str, bytes], folder: Path) -> None:
    """Read a log, and one of which the chain is right whatever it says: of one that is not, no event is ever taken."""
    from legation.rooms.drafting import event_from, fold, read_log, write_log

    text = files["log.jsonl"].decode("utf-8", "replace")
    try:
        read_log(text)
    except BadValue:
        events = []
        for line in text.splitlines():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                found.pop("hash", None), found.pop("before", None)
            events.append(event_from(found))
        fold(read_log(write_log(events)))
