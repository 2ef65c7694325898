"""A negotiation replays to one hash: live, from its log, from its lines, in two steps, without what was erased, and after the cut.

The ordinary run draws 25; ``LEGATION_SESSIONS=1000`` draws as many.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from rooms.drafting_room import state_of
from rooms.drafting_sessions import negotiation

from legation.rooms import Entry, canonical, cut, leaves, read_log, replay, seen_by, verify, write_log
from legation.rooms.drafting import DRAFTING, Drafting
from legation.rooms.drafting import cut as cut_words
from legation.rooms.drafting.packages import units_of
from legation.rooms.kinds import take

SESSIONS = int(os.environ.get("LEGATION_SESSIONS", "25"))


def _hash(state: Any) -> str:
    stay = [None, *(seat.id for seat in state.seats.values() if not seat.removed)]
    seen = [[seat, seen_by(state, seat)] for seat in stay]
    return hashlib.sha256(canonical([state.number, state.at, state.hash, state.deadline, seen, leaves(state)])).hexdigest()


def blanked(log: list[Entry], seat: str) -> list[Entry]:
    """Return a log as it lies in the database after a seat was erased."""
    left = []
    for entry in log:
        declared = DRAFTING.entries.get(entry.kind)
        about = declared is not None and declared.personal and (entry.data or {}).get("seat") == seat
        own = declared is not None and declared.leaves_with_author and entry.by == seat
        left.append(entry.erased() if about or own else entry)
    return left


def _shown(state: Any) -> Any:
    """Return what all see, but for names, numbers of seats and days."""
    seen = json.loads(json.dumps(seen_by(state, None)))
    seats = {seat.id for seat in state.seats.values()}
    for bracket in seen["brackets"]:
        for name in ("by", "supporting", "opposing"):
            bracket[name] = sorted("seat" if one in seats else one for one in bracket[name])
        bracket["origin"] = bracket["origin"] and "named"
    rows = [(one["id"], one["level"], one["words"], len(one["pending"])) for one in seen["units"]]
    ended = [(one["id"], one["ended"], len(one["broken"])) for one in seen["silences"]]
    return (
        rows,
        seen["brackets"],
        ended,
        seen["packages"],
        [one["text"] for one in seen["reservations"]],
        [one["id"] for one in seen["offers"]],
    )


def _reached(state: Drafting) -> Iterator[str]:
    """Yield what a negotiation came to that few do."""
    rows = [one for target in state.desk.said_on for those in state.desk.rows(target).values() for one in those]
    yield from ("taken along" for one in rows if one.about)
    yield from ("implied" for one in rows if one.implied_by)
    yield from ("answered" for _ in state.desk.silent)
    yield from ("broken on all" for one in state.desk.silences.values() if one.is_broken)


def test_each_negotiation_replays_to_one_hash() -> None:
    whole, kinds, reached, erased, closed = hashlib.sha256(), Counter[str](), Counter[str](), 0, 0
    for seed in range(SESSIONS):
        log = negotiation(seed)
        entries, expected = log.entries, _hash(log.state)
        assert verify(entries) is None
        gone = [str(entry.data["seat"]) for entry in entries if entry.kind == "erased" and entry.data]
        left = entries
        for seat in gone:
            left = blanked(left, seat)
        assert verify(left) is None
        if not gone:
            steps = replay("drafting", entries, len(entries) // 2)
            for entry in entries[len(entries) // 2 :]:
                take(steps, entry)
            assert _hash(steps) == expected, seed
        for again in (replay("drafting", left), replay("drafting", read_log(write_log(left)))):
            assert _hash(again) == expected, seed
        if log.state is not None and log.state.phase == "closed":
            after = cut("drafting", "room", left, secrets.token_hex)
            assert verify(after) is None
            assert _shown(replay("drafting", after)) == _shown(log.state), seed
            closed += 1
        kinds.update(entry.kind for entry in entries)
        reached.update(_reached(state_of(log)))
        erased += len(gone)
        whole.update(expected.encode())
    sys.stdout.write(
        f"\n{SESSIONS} negotiations, {kinds.total()} entries {dict(kinds)}, {erased} erased, {closed} cut, "
        f"{dict(reached)}: {whole.hexdigest()}\n"
    )
    assert {"taken along", "implied", "broken on all"} <= set(reached)
    assert set(DRAFTING.entries) - set(kinds) == set()
    assert closed > 0


@pytest.mark.parametrize("seed", [3, 8])
def test_a_picture_of_cached_rows_is_that_of_rows_made_anew(seed: int) -> None:
    log = negotiation(seed)
    state = replay("drafting", log.entries[:1])
    assert isinstance(state, Drafting)
    for entry in log.entries[1:]:
        take(state, entry)
        seen = {seat: seen_by(state, seat) for seat in (None, *(one.id for one in state.seats.values() if not one.removed))}
        state.cache.clear()
        assert seen == {seat: seen_by(state, seat) for seat in seen}


def _opposed(state: Drafting) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return who objects to words in brackets of paragraphs that no other repeats: the actor, the text of the paragraph, the words."""
    desk = state.desk
    often = Counter(one.text for one in desk.units.values())
    return [
        (actor, desk.units[one.unit].text, desk.words(one))
        for one in desk.brackets.values()
        if one.verb not in ("move to", "split", "merge") and often[desk.units[one.unit].text] == 1
        for actor, rows in desk.rows(one.id).items()
        if not any(row.about for row in rows) and rows[-1].stance == "oppose"
    ]


def _holding(text: str, words: tuple[str, ...]) -> bool:
    return f" {' '.join(word.strip() for word in words)} " in f" {' '.join(word.strip() for word in cut_words(text))} "


def test_no_version_loses_an_objection_whose_words_stand_or_leaves_half_of_a_package_behind() -> None:
    kept, whole = 0, 0
    for seed in range(SESSIONS):
        log = negotiation(seed)
        state = replay("drafting", log.entries[:1])
        assert isinstance(state, Drafting)
        for entry in log.entries[1:]:
            is_version = entry.kind == "brought" and bool(state.desk.units) and state.desk.settings.scheme == "consensus"
            opposed = _opposed(state) if is_version else []
            texts_before = Counter(one.text for one in state.desk.units.values())
            packages = {
                name: {text for one in units_of(state.desk, of) if texts_before[text := state.desk.units[one].text] == 1}
                for name, of in state.desk.packages.items()
            }
            take(state, entry)
            desk, now = state.desk, Counter(one.text for one in state.desk.units.values())
            for actor, text, words in opposed:
                units = [one.id for one in desk.units.values() if one.text == text or (_holding(text, words) and text in one.text)]
                if len(units) == 1 and _holding(desk.units[units[0]].text, words):
                    places = [units[0], *(one.id for one in desk.over(units[0]))]
                    against = [
                        actor for place in places for actor, rows in desk.rows(place).items() if any(row.stance == "oppose" for row in rows)
                    ]
                    assert actor in against, (seed, entry.number, actor, words)
                    kept += 1
            for name, texts in packages.items() if is_version else ():
                held = {desk.units[one].text for one in units_of(desk, desk.packages[name])} if name in desk.packages else set[str]()
                stand = {text for text in texts if now[text] == 1}
                assert stand <= held, (seed, entry.number, name)
                whole += len(stand) > 1
    assert kept > 0
    assert whole > 0


def test_what_a_negotiation_takes_it_takes_with_brackets_in_each_other_or_apart() -> None:
    for seed in range(40, 44):
        desk = state_of(negotiation(seed)).desk
        for bracket in desk.brackets.values():
            assert 0 <= bracket.start < bracket.end <= len(desk.units[bracket.unit].words)
            assert bracket in desk.over(bracket.unit)
        assert sum(len(desk.over(unit)) for unit in desk.units) == len(desk.brackets)
        assert desk.state() == state_of(negotiation(seed)).draft
