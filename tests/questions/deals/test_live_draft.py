"""A live room as a draft of its dossier: read back it is the same text with the same stances, as far as the room lets them leave."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Wording, decode
from legation.dossier.models.draft import DRAFT
from legation.language import say
from legation.questions import Case, ask
from legation.questions.base.live_rooms import LiveRoomNamed, with_parts
from legation.questions.deals.drafting.live_draft import RoomDay, parts_of_draft
from legation.questions.deals.drafting.log import Room, room_of
from legation.rooms.drafting import (
    Agreed,
    Asked,
    Broken,
    Brought,
    Event,
    Joined,
    Lapsed,
    Linked,
    Opened,
    Paragraph,
    Proposed,
    State,
    Stood,
    fold,
    simulate,
    step,
)

NAMED = LiveRoomNamed(
    name="live-1", title=Wording(en="Report", fr="Rapport"), holder=Wording(en="The desk"), opened="2026-03-01", known="2026-03-07"
)
ACTORS = "id,name_en,name_fr,kind\nEU,Union,Union,other\nRUS,Russia,Russie,state\nCHE,Switzerland,Suisse,state\nfra,France,France,state\n"
TEXT = (
    Paragraph(id="a", label="1", text="Recalls the earlier report."),
    Paragraph(id="b", label="2", text="States should act with care."),
    Paragraph(id="c", label="3", text="Invites the Chair to go on."),
)
LOG: list[Event] = [
    Opened(at="2026-03-01", silence_accepts=True),
    *(Joined(at="2026-03-01", actor=one) for one in ("EU", "RUS", "CHE", "fra", "KEN")),
    Brought(at="2026-03-01", kind="chair", paragraphs=TEXT),
    Proposed(at="2026-03-02", by="EU", id="p1", operation="replace", unit="b", start=1, end=2, text="shall"),
    Stood(at="2026-03-03", by="RUS", target="p1", stance="oppose"),
    Stood(at="2026-03-03", by="KEN", target="p1", stance="oppose"),
    Stood(at="2026-03-03", by="fra", target="p1", stance="oppose", public=False),
    Stood(at="2026-03-04", by="CHE", target="c", stance="support"),
    Linked(at="2026-03-05", id="pack", targets=("b", "p1")),
    Asked(at="2026-03-05", id="q", units=("a", "c"), deadline="2026-03-10"),
    Broken(at="2026-03-06", by="CHE", id="q", units=("c",)),
]


def days(log: list[Event]) -> Iterator[RoomDay]:
    state: State | None = None
    for number, event in enumerate(log):
        state = step(state, event)
        if number + 1 == len(log) or log[number + 1].at[:10] != event.at[:10]:
            yield RoomDay(event.at[:10], state)


def parts(log: list[Event], name: Callable[[str], str | None] = str, actors: str = ACTORS, **more: Any) -> dict[str, bytes]:
    return parts_of_draft(days(log), NAMED, name, {line.partition(",")[0] for line in actors.splitlines()[1:]}, **more)


def read(made: dict[str, bytes], last: str = "2026-03-20") -> Room:
    model = DRAFT.read(made["drafts/live-1.toml"], "drafts/live-1.toml")
    return room_of(model, {part: data.decode() for part, data in made.items() if part.endswith(".txt")}, (), last)


def told(state: State) -> list[tuple[str, str, str, str]]:
    labels = {unit.id: unit.label for unit in state.units}
    return sorted(
        (one.actor, labels.get(one.target) or "".join(state.words(state.held[one.target])).strip(), one.stance, one.at[:10])
        for one in state.stances.values()
    )


def test_the_text_its_brackets_and_the_public_stances_of_the_dossier_come_back() -> None:
    found = read(parts(LOG), last="2026-03-07")

    assert found.rejected == ()
    assert [one.text for one in found.state.units] == [one.text for one in fold(LOG).units]
    assert [" ".join("".join(found.state.words(one)).split()) for one in found.state.held.values()] == ["should", "shall"]
    assert told(found.state) == [
        ("CHE", "3", "support", "2026-03-04"),
        ("EU", "shall", "support", "2026-03-02"),
        ("EU", "should", "oppose", "2026-03-02"),
        ("RUS", "shall", "oppose", "2026-03-03"),
    ]
    assert {(one.id, one.targets) for one in found.model.packages} == {("pack", ("2", "2: shall"))}
    assert [(one.id, one.units, str(one.deadline)) for one in found.model.silences] == [("q", ("1", "3"), "2026-03-10")]
    assert [(one.actor, one.units) for one in found.model.objections] == [("CHE", ("3",))]
    assert {one.basis for one in found.model.stances} == {"room"}
    assert len(found.versions) == 2, "one for each day at whose end the text was another one"


def test_nothing_hidden_and_nobody_whom_the_dossier_does_not_have_stands_in_it() -> None:
    made = b"".join(parts(LOG).values()).decode()

    assert "KEN" not in made
    assert not any(one.actor == "fra" for one in read(parts(LOG)).model.stances)
    nobody = b"".join(parts(LOG, lambda _: None).values()).decode()
    assert not any(f'"{one}"' in nobody for one in ("EU", "RUS", "CHE", "fra", "KEN"))
    assert "[should][shall]" in nobody


def test_before_a_text_is_brought_there_is_no_part() -> None:
    assert parts(LOG[:4]) == {}


def test_a_silence_that_a_hidden_objection_stopped_does_not_read_as_accepted() -> None:
    log = [
        *(one for one in LOG if not isinstance(one, Broken)),
        Broken(at="2026-03-06", by="KEN", id="q", units=("c",)),
        Lapsed(at="2026-03-11", id="q"),
    ]
    whole, shown = fold(log), read(parts(log, lambda actor: None if actor == "KEN" else actor))

    assert [unit.level for unit in whole.units] == [unit.level for unit in shown.state.units] == ["ad ref", "bracketed", "proposed"]


def test_a_silence_that_runs_today_has_not_run_out() -> None:
    made = parts_of_draft(days(LOG), dataclasses.replace(NAMED, known="2026-03-10"), str, {"CHE"})

    assert read(made, "2026-03-10").model.silences == ()


@given(st.integers(0, 30))
def test_any_negotiation_reads_the_same_beside_its_dossier(seed: int) -> None:
    log = list(simulate(5, 4, seed=seed).log)
    names = {event.by for event in log}
    made = parts_of_draft(days(log), NAMED, str, names)
    state, found = fold(log), read(made, "2027-01-01")

    assert found.rejected == ()
    assert [(unit.label, unit.text, unit.level) for unit in found.state.units] == [
        (unit.label, unit.text, unit.level) for unit in state.units
    ]
    assert told(found.state) == told(state)


def _case(made: dict[str, bytes]) -> Case:
    files = {"dossier.toml": b'id = "x"\n', "actors.csv": ACTORS.encode()}
    return with_parts(Case(dossier=decode(files), today=dt.date(2026, 3, 7)), made)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_who_is_blocking_reads_the_live_room(lang: Any) -> None:
    answer = ask("who-is-blocking", _case(parts(LOG)), {"draft": "live-1"})
    said = [say(one.message, lang) for one in answer.findings]

    assert any(
        {"en": "in the room, Russia objected to “shall”", "fr": "en séance, s’est opposé à « shall »"}[lang]
        in one.replace("\u00a0", " ").replace("\u202f", " ")
        for one in said
    ), said


def test_where_is_the_text_stuck_counts_the_brackets_of_the_live_room() -> None:
    answer = ask("where-is-the-text-stuck", _case(parts(LOG)), {"draft": "live-1"})

    assert any("2 brackets" in say(one.message, "en") for one in answer.findings)


def test_rows_name_the_source_that_a_report_is() -> None:
    model = DRAFT.read(parts(LOG, evidence=("room-1-9",))["drafts/live-1.toml"], "drafts/live-1.toml")

    rows = [*model.versions, *model.stances, *model.packages, *model.silences, *model.objections]
    assert rows
    assert {one.evidence for one in rows} == {("room-1-9",)}


def test_a_level_is_told_since_the_day_on_which_it_was_reached() -> None:
    log = [*LOG, Agreed(at="2026-03-08", unit="a", level="ad ref", pending=("CHE", "KEN"))]

    assert [(one.unit, one.level, str(one.date), one.pending) for one in read(parts(log)).model.agreements] == [
        ("1", "ad ref", "2026-03-08", ("CHE",))
    ]


def test_a_room_that_does_not_say_who_wants_what_becomes_a_draft_without_stances() -> None:
    made = parts([Opened(at="2026-03-01", silence_accepts=True, attributed=False), *LOG[1:]])
    model = DRAFT.read(made["drafts/live-1.toml"], "drafts/live-1.toml")

    assert DRAFT.read(parts(LOG)["drafts/live-1.toml"], "drafts/live-1.toml").stances
    assert model.stances == ()
    assert "[should][shall]" in b"".join(made.values()).decode()
