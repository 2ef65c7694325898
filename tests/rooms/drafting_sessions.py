"""Whole negotiations drawn from a seed: everything that may be written, in every mode, by people who come and go, with much refused."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from rooms.room_made import Log

from legation import moment
from legation.rooms import Refused
from legation.rooms.drafting import LEVELS, OPERATIONS, STANCES, Drafting
from legation.rooms.drafting.room import actor_of
from legation.rooms.seating import INSIDE, LEAVES

__all__ = ["negotiation"]

ACTS = (
    *("proposed",) * 12, *("stood",) * 22, *("closed",) * 8, *("agreed",) * 6, *("asked",) * 3, *("broken",) * 3, *("due",) * 6,
    "reopened", "linked", "linked", "brought", "reserved", "reserved", "referred", "referred", "confirmed", "received", "received", "shown",
    "shown", "withdrawn", "withdrawn", "confided", "confided", "released", "taken", "taken", "joined", "seated", "moved", "removed", "erased",
    "erased", "phase", "published",
)  # fmt: skip
WORDS = ("shall", "should", "may", "at once", "in good faith", "voluntary", "as agreed", "全体", "تعاون")


def negotiation(seed: int, entries: int = 140) -> Log:
    """Return the log of a negotiation; the same for the same seed."""
    chance = random.Random(seed)
    log = Log("drafting")
    inside = chance.choice(INSIDE)
    rules = {name: chance.random() < 0.5 for name in ("silence_accepts", "one_voice", "attributed", "chair_sees", "equal")}
    scheme = chance.choice(("consensus", "consensus", "gnso", "vote"))
    log.add("h", "opened", seed=seed, inside=inside, leaves=chance.choice(LEAVES), scheme=scheme, **rules)
    people = [f"p{number}" for number in range(chance.randint(5, 11))]
    for person in ("c", *people, "o1", "o2"):
        role = "chair" if person == "c" else "observer" if person[0] == "o" else "delegate"
        log.add("h", "seated", seat=person, role=role, **_place(chance, inside))
    texts = (
        f"States {chance.choice(WORDS)} report incidents.",
        "They [may] cooperate [fully (O1) – O2 oppose].",
        "All act.",
        "None is bound.",
    )
    rows = [{"id": f"{n}", "label": f"{n}", "text": text, "sources": ["zero draft"]} for n, text in enumerate(texts, 1)]
    log.add("c", "brought", kind="zero", paragraphs=rows)
    for number in range(entries):
        log.at += dt.timedelta(seconds=chance.choice((0, 1, 90, 4_000)))
        assert isinstance(log.state, Drafting)
        by, kind, data = _act(chance, log.state, people, number, log.at, late=number > 0.93 * entries)
        try:
            log.add(by, kind, key=f"k{chance.randint(0, 20 * entries)}", **data)
        except Refused:
            continue
    while isinstance(log.state, Drafting) and "" < log.state.deadline < moment.written(log.at):  # as the clock does within a second
        log.add("clock", "due", key=f"due:{log.state.falls_due['what']}", **log.state.falls_due)
    return log


def _place(chance: random.Random, inside: str) -> dict[str, str]:
    place = {} if inside == "anonymous" or chance.random() < 0.2 else {"organisation": f"O{chance.randint(1, 4)}"}
    return place | ({"group": chance.choice(("EU", "G77"))} if chance.random() < 0.3 else {})


def _act(
    chance: random.Random, state: Drafting, people: list[str], number: int, now: dt.datetime, *, late: bool
) -> tuple[str, str, dict[str, Any]]:
    person, kind = chance.choice((*people, *people, "o1", "o2")), "phase" if late and chance.random() < 0.2 else chance.choice(ACTS)
    desk = state.desk
    units, brackets = [*desk.units, "gone"], [*desk.brackets, "gone"]
    unit, bracket, silence = chance.choice(units), chance.choice(brackets), chance.choice([*desk.silences, "gone"])
    count = len(desk.units[unit].words) if unit in desk.units else 3
    start, end = sorted((chance.randint(0, count), chance.randint(0, count)))
    if desk.over(unit) and chance.random() < 0.4:  # the words of a bracket again: a second wish for the same place
        start, end = next((one.start, one.end) for one in chance.sample(desk.over(unit), 1))
    seat = state.seats.get(person)
    group = {"actor": seat.group} if seat is not None and seat.group and chance.random() < 0.2 else {}
    actors = [one.organisation or one.id for one in state.seats.values() if one.role == "delegate"]
    due = {name: value for name, value in state.falls_due.items() if state.deadline}
    deadline = chance.choice((moment.written(now + dt.timedelta(hours=chance.randint(0, 4))), f"{now.date()}"))
    data: dict[str, dict[str, Any]] = {
        "proposed": {
            "id": f"n{number}", "operation": chance.choice(OPERATIONS), "unit": unit, "start": start,
            "end": start if chance.random() < 0.4 else end, "text": chance.choice(WORDS),
            "target": chance.choice(("", *units)) if chance.random() < 0.2 else "",
        } | ({"offered": True} if person[0] == "o" and not state.settings["equal"] else {}),
        "stood": {
            "target": chance.choice((unit, bracket, bracket)), "stance": chance.choice((*STANCES, "flexible", "flexible")),
            "public": chance.random() < 0.7, **group,
        },
        "closed": {"bracket": bracket, "mode": chance.choice(("accepted", "accepted", "withdrawn", "merged", "replaced")), "text": "as one"},
        "agreed": {
            "unit": chance.choice((unit, *desk.packages)), "level": chance.choice(LEVELS),
            "pending": chance.sample([*actors, "nobody"], min(len(actors), chance.choice((0, 0, 1, 2)))),
        },
        "asked": {
            "id": f"s{number}", "units": chance.sample(units[:-1], chance.randint(1, max(1, len(units) - 2))) if units[:-1] else [],
            "deadline": deadline, "level": chance.choice(("informals", "ad ref", "committee")), "zone": chance.choice(("", "Asia/Tokyo")),
        },
        "broken": {"id": silence, "reason": chance.choice(("Too early.", "")), **group},
        "due": due or {"what": silence},
        "reopened": {"unit": unit, "reason": "New facts."},
        "linked": {"id": chance.choice(("pa", "pb")), "targets": chance.choice(([], [unit, chance.choice(units)], [unit, bracket]))},
        "brought": {"kind": "rolling", "paragraphs": _version(chance, state)},
        "reserved": {"unit": unit, "text": chance.choice((f"Reserves {number}.", f"Reserves {number}.", "")), **group},
        "referred": {"unit": unit}, "confirmed": {"unit": unit},
        "received": {"what": chance.choice((bracket, silence, "1", *state.shown))},
        "shown": {"id": f"x{number}", "to": chance.sample(actors, min(2, len(actors))), "title": "Quietly", "text": f"Caucus {number}"},
        "withdrawn": {"id": chance.choice((bracket, *state.shown, *state.offers))},
        "confided": {"id": f"c{number}", "text": f"In confidence {number}"},
        "released": {"id": chance.choice(("gone", *state.confided))},
        "taken": {"id": chance.choice(("gone", *state.offers))},
        "joined": {"group": chance.choice(("EU", "G77")), "start": "", "end": chance.choice(("", f"{now.date()}"))},
        "seated": {"seat": f"q{number}", "role": chance.choice(("delegate", "observer")), **_place(chance, state.settings["inside"])},
        "moved": {"seat": person, **_place(chance, state.settings["inside"])},
        "removed": {"seat": person, "reason": "other"},
        "erased": {"seat": person},
        "phase": {"phase": "closed" if late else chance.choice(("paused", "open", "open", "open"))},
        "published": {"up_to": max(1, number // 2), "sha256": f"{number:064x}"},
    }  # fmt: skip
    chairs = ("closed", "agreed", "asked", "linked", "brought")
    hosts = ("seated", "moved", "removed", "phase", "published")
    by = "clock" if kind == "due" else "h" if kind in hosts else "c" if kind in chairs or chance.random() < 0.05 else person
    whose = _whose(chance, state, kind)
    return (whose[0], kind, whose[1]) if whose and chance.random() < 0.7 else (by, kind, data[kind])


def _version(chance: random.Random, state: Drafting) -> list[dict[str, Any]]:
    """Return the text with more words, or with wider brackets, renumbered, cut, joined, without a paragraph."""
    rows: list[tuple[str, str]] = []
    how = chance.choice(("as it is", "as it is", "wider", "renumbered", "cut", "joined", "shorter"))
    units = list(state.desk.units.values())
    chosen = chance.choice(units).id if units else ""
    for one in units:
        words, over = list(one.words), state.desk.over(one.id)
        if how == "wider" and over:
            inner = chance.choice(over)
            low, high = chance.randint(0, inner.start), chance.randint(inner.end, len(words))
            rows.append((one.id, "".join((*words[:low], " [", *words[low:high], "]", *words[high:])).strip()))
        elif one.id != chosen or how in ("as it is", "wider", "renumbered"):
            more = chance.choice(("", " [and more (O3)]", " (agreed ad ref)")) if how == "as it is" else ""
            rows.append((one.id, one.text + more))
        elif how == "cut" and len(words) > 1:
            at = chance.randint(1, len(words) - 1)
            rows += [(one.id, "".join(words[:at])), (f"{one.id}-{state.number}", "".join(words[at:]).strip())]
        elif how == "joined" and rows:
            rows[-1] = rows[-1][0], f"{rows[-1][1]} {one.text}"
    if how == "renumbered":
        rows = [(f"{n}", text) for n, text in enumerate((f"Made after {state.number} entries.", *(text for _, text in rows)), 1)]
    return [{"id": name, "label": name, "text": text} for name, text in rows if text]


def _whose(chance: random.Random, state: Drafting, kind: str) -> tuple[str, dict[str, Any]] | None:
    """Return who may do what only some may, and what it is."""
    desk = state.desk
    waiting = [(seat.id, unit.id) for unit in desk.units.values() for seat in state.seats.values() if actor_of(seat) in unit.pending]
    own = [(one.seat, one.id) for one in desk.brackets.values() if one.seat]
    found: dict[str, list[tuple[str, str]]] = {
        "confirmed": waiting,
        "released": [(one.seat, one.id) for one in state.confided.values()],
        "withdrawn": [
            *own,
            *((one.seat, one.id) for one in state.shown.values()),
            *((one.seat, name) for name, one in state.offers.items()),
        ],
        "broken": [
            (seat.id, name) for name, one in desk.silences.items() if not one.ended for seat in state.seats.values() if not seat.removed
        ],
    }
    field = "unit" if kind == "confirmed" else "id"
    if not found.get(kind):
        return None
    by, name = chance.choice(found[kind])
    return by, {field: name} | ({"reason": "Too early."} if kind == "broken" else {})
