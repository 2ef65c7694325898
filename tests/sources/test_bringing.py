"""One way from a file to a dossier: what a reader from outside gives is held to, and a bad one leaves the dossier as it was."""

from __future__ import annotations

import dataclasses
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Actor, Dossier, Info, Issue, Position, RollCall, Vote, Votes, Wording, decode, encode
from legation.errors import CannotRead, DossierError, LegationError, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.sources import Origin, Reading
from legation.sources.imports import dossier
from legation.sources.imports.dossier import bring
from legation.sources.registry import is_ours, sources
from legation.sources.source import Brought, Done, Files, Source, SourceOption, Wanted

BEFORE = Dossier(info=Info(id="d"), actors=(Actor(id="FRA", name=Wording("France"), kind="state"),), issues=(Issue(id="text"),))
KEN = Actor(id="KEN", name=Wording("Kenya"), kind="state")


def source(read: Callable[..., Any], **more: Any) -> Source:
    return Source(id="fax", read=read, **more)


def reading(**tables: Any) -> Reading:
    return Reading(tables, Origin(title="fax", sha256="0" * 64))


def brought(made: Any, *, wanted: Wanted | None = None, before: Dossier = BEFORE) -> Brought | None:
    return bring(source(lambda files, wanted: made), [Path("fax.csv")], wanted or Wanted(dossier=before, evidence="fax-1"))


def stop(_files: Any, _wanted: Any) -> None:
    sys.exit(5)


def fails(_files: Any, _wanted: Any) -> None:
    raise ZeroDivisionError("by zero")


def missing(files: Any, _wanted: Any) -> None:
    Path("/nowhere/at/all").read_bytes()


def faulty_rows() -> Iterator[Actor]:
    yield KEN
    raise KeyError("name")


def refused(read: Callable[..., Any], kind: type[LegationError], *words: str) -> None:
    """A reader is refused by a sentence in each language that has these words, the package and the source."""
    before = encode(BEFORE)
    with pytest.raises(kind) as caught:
        bring(source(read), [Path("fax.csv")], Wanted(dossier=BEFORE, evidence="fax-1"))
    for lang in LANGUAGES:
        said = caught.value.message.in_language(lang)  # type: ignore[attr-defined]
        assert not said.startswith("["), said
        assert all(word in said for word in ("fax", source(read).package, *words)), said
    assert encode(BEFORE) == before


def test_what_a_reader_of_another_package_raised_is_in_the_log_under_the_reference_that_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(CannotRead) as caught:
        bring(source(fails), [Path("fax.csv")], Wanted(dossier=BEFORE, evidence="fax-1"))
    reference = caught.value.message.values["reference"]  # type: ignore[union-attr]

    assert reference in say(caught.value.message, "fr")
    assert "by zero" not in say(caught.value.message, "fr") + say(caught.value.message, "en")
    assert [(reference in one.getMessage(), one.exc_info[0]) for one in caplog.records if one.exc_info] == [(True, ZeroDivisionError)]


def test_rows_are_added_with_their_evidence_and_again_change_nothing() -> None:
    first = brought(reading(actors=(KEN,), positions=(Position(id="p", actor="KEN", issue="text", value=100.0),)))
    assert first is not None
    again = brought(reading(actors=(KEN,)), before=first.after)

    assert first.after.positions[0].evidence == ("fax-1",)
    assert first.after.evidence[0].sha256 == "0" * 64
    assert [one.said("d", ahead=False).values["count"] for one in first.done if isinstance(one, Done)] == [3]
    assert again is not None and again.after is first.after and not again.unplaced


def test_votes_come_in_as_rows_or_as_columns() -> None:
    call = RollCall(id="r1", symbol="A/RES/1/1", title=Wording("A vote"))
    rows = (Vote(actor="FRA", rollcall="r1", vote="yes", intent="no"), Vote(actor="KEN", rollcall="r1", vote="absent"))
    columns = Votes.of(["FRA", "KEN"], ["r1", "r1"], [1, 4], [3, 0])
    made = [brought(reading(actors=(KEN,), rollcalls=(call,), votes=votes)) for votes in (rows, columns)]

    assert [one is not None and one.after.votes.rows() for one in made] == [list(rows), list(rows)]
    refused(lambda files, wanted: reading(votes=(dataclasses.replace(rows[0], vote="perhaps"),)), CannotRead, "fax.csv")
    refused(lambda files, wanted: reading(actors=columns), CannotRead, "fax.csv")


@pytest.mark.parametrize("read", [fails, stop, missing, lambda files: None], ids=["raises", "exits", "no file", "another call"])
def test_a_reader_that_fails_is_named_with_its_file(read: Callable[..., Any]) -> None:
    refused(read, CannotRead, "fax.csv")


@pytest.mark.parametrize("made", [3, "rows", [KEN], {"actors": (KEN,)}, BEFORE, Brought(after=3)], ids=lambda made: type(made).__name__)  # type: ignore[arg-type]
def test_a_reader_that_returns_another_type_is_named(made: Any) -> None:
    refused(lambda files, wanted: made, CannotRead)


@pytest.mark.parametrize(
    "more",
    [
        {"done": (3,)},
        {"problems": ("x",)},
        {"done": (Done("bringing.rows", {}),)},
        {"done": (Message("bringing.more"),)},
        {"unplaced": "x"},
    ],
)
def test_what_cannot_be_told_is_found_before_anything_is_saved(more: dict[str, Any]) -> None:
    refused(lambda files, wanted: Brought(after=BEFORE, **more), CannotRead)


def test_nothing_of_another_package_runs_once_it_is_saved() -> None:
    made = brought(Brought(after=BEFORE, once_saved=lambda: 1 / 0, done=(Done("bringing.rows", {"count": 1, "unplaced": 0}),)))
    assert made is not None and made.once_saved is None and made.after is BEFORE


def test_a_reader_that_returns_nothing_leaves_it_to_a_person() -> None:
    assert brought(None) is None


@pytest.mark.parametrize(
    ("tables", "word"),
    [
        ({"faxes": (KEN,)}, "faxes"),
        ({"actors": ("KEN",)}, "str"),
        ({"positions": (KEN,)}, "Actor"),
        ({"votes": (KEN,)}, "Actor"),
        ({"actors": 3}, "fax.csv"),
        ({"actors": faulty_rows()}, "fax.csv"),
        ({"actors": (dataclasses.replace(KEN, name=3),)}, "fax.csv"),  # type: ignore[arg-type]
    ],
)
def test_rows_that_are_none_of_a_dossier_are_named(tables: dict[str, Any], word: str) -> None:
    refused(lambda files, wanted: reading(**tables), CannotRead, word)


@pytest.mark.parametrize(
    "rows",
    [
        {"positions": (Position(id="p", actor="KEN", issue="text", value=100.0),)},
        {"positions": (Position(id="p", actor="FRA", issue="gone", value=100.0),)},
        {"actors": (dataclasses.replace(KEN, kind="planet"),)},
        {"actors": (KEN, dataclasses.replace(KEN, id=""))},
    ],
    ids=["no actor", "no issue", "no kind", "no id"],
)
def test_rows_that_make_no_dossier_are_refused_with_every_fault(rows: dict[str, Any]) -> None:
    refused(lambda files, wanted: reading(**rows), DossierError, "fax.csv")


def test_a_part_that_cannot_be_read_is_refused_and_one_that_was_faulty_before_is_not() -> None:
    def with_part(files: Any, wanted: Wanted) -> Brought:
        return Brought(after=dataclasses.replace(wanted.before, files={**wanted.before.files, "scenarios/new.toml": b"[model]"}))

    refused(with_part, DossierError)
    old = dataclasses.replace(BEFORE, files={"scenarios/old.toml": b"[model]"})
    made = brought(reading(actors=(KEN,)), before=old)
    assert made is not None and len(made.after.actors) == 2


def test_rows_without_end_are_stopped_at_what_a_part_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier, "ROW_LIMIT", 1000)
    endless = (dataclasses.replace(KEN, id=f"a{n}") for n in itertools.count())

    refused(lambda files, wanted: reading(actors=endless), CannotRead)
    assert next(endless).id == "a1001"


def test_a_failure_of_ours_is_no_sentence_about_a_package() -> None:
    ours = sources()["undl"]
    assert ours.package == "legation" and is_ours(ours) and not is_ours(dataclasses.replace(ours))
    with pytest.raises(LegationError) as caught:
        bring(ours, [Path("gone.csv")], Wanted(dossier=BEFORE, evidence="undl-1"))
    assert "package" not in str(caught.value)


@pytest.mark.parametrize(
    ("files", "count", "fits"),
    [(Files(), 1, True), (Files(), 2, False), (Files(), 0, False), (Files(least=2, most=3), 4, False), (Files(most=None), 40, True)],
)
def test_as_many_files_are_read_as_a_source_takes(files: Files, count: int, fits: bool) -> None:
    read = source(lambda files, wanted: reading(actors=(KEN,)), files=files)
    paths = [Path(f"{n}.csv") for n in range(count)]
    if fits:
        assert bring(read, paths, Wanted(dossier=BEFORE)) is not None
        return
    with pytest.raises(WrongUse, match=r"fax takes (one file|2 to 3 files)"):
        bring(read, paths, Wanted(dossier=BEFORE))


def test_an_option_that_is_needed_is_asked_for() -> None:
    read = source(lambda files, wanted: reading(actors=(KEN,)), options=(SourceOption(name="known-on", kind="date", needed=True),))
    with pytest.raises(WrongUse, match="--known-on"):
        bring(read, [Path("fax.csv")], Wanted(dossier=BEFORE))
    assert bring(read, [Path("fax.csv")], Wanted(dossier=BEFORE, options={"known-on": "2026-05"})) is not None


@given(st.lists(st.sampled_from(["FRA", "KEN", "PER", "JPN"]), unique=True))
def test_what_is_brought_is_read_again_as_it_was(ids: list[str]) -> None:
    rows = tuple(Actor(id=one, name=Wording(one), kind="state") for one in ids)
    made = brought(reading(actors=rows))

    assert made is not None
    assert {row.id for row in made.after.actors} == {"FRA", *ids}
    assert encode(decode(encode(made.after))) == encode(made.after)
