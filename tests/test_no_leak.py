"""No canary word is in anything that a reader is given who may not see it.

The dossier of :mod:`canaries` holds a word in every kind of place, and in each place rows that are secret in every way. It is cleared for all
60 readers: five markings, four audiences, and as of no date, of 2019 and of 2020. Of each what goes out is searched whole, must decode, and
must pass its own check.

Answers see no more than what was cleared, so that they are asked of fewer, as the site asks them: the dossier is cleared without a date, and
the question is asked as of one. Every question is asked for every marking at one of the dates, which go round from question to question and
from marking to marking, in both languages, for one audience that is drawn. Those of :data:`SLOW` are asked at two of these fifteen, drawn among those of owner or desk at a date, since models are theirs. Papers,
figures and files are made for one reader of the desk and one partner. All is drawn from a fixed seed. The pages of the site are in
``web/test_canaries_on_pages.py``.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import itertools
import json
import random
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from canaries import ALL, Canary, canaries, dossier, found_in, leaked, seen, told

from legation.briefing import data, html
from legation.briefing.brief import Gathered, brief
from legation.briefing.papers import kit
from legation.briefing.papers.demarche import demarche
from legation.briefing.papers.explanation import drafting_sheet, explanation
from legation.briefing.papers.handover import pack
from legation.briefing.papers.handover_paper import handover
from legation.briefing.papers.lines import lines_to_take, to_avoid
from legation.briefing.papers.meeting import meeting_brief
from legation.briefing.papers.record import meeting_record
from legation.briefing.papers.room_sheet import room_sheet
from legation.briefing.papers.tally import tally_answer, tally_sheet
from legation.cli import exports, incidents
from legation.cli.exports import export, export_calendar, export_exercise
from legation.cli.incidents import export_register
from legation.dossier import MARKINGS, Dossier, encode, hash_of, load, problems_of, save, standing
from legation.dossier.clearing import ledger
from legation.errors import NotAvailable
from legation.figures import render
from legation.language import Message, say
from legation.questions import Answer, Case, ask, questions
from legation.sources.imports.merge import model_faults

TODAY = dt.date(2022, 6, 1)
DATES = (None, dt.date(2019, 6, 30), dt.date(2020, 12, 31))
"""No date, one before what was known in the middle, one between that and what was known later."""
SLOW = frozenset(
    {"where-it-would-land", "what-is-said", "which-trade", "where-their-words-place-them", "where-could-it-settle", "what-futures-hold"}
)
"""Questions that take a quarter of a second or more on this dossier."""
_DRAWN = random.Random(16)
PLACES = {one: MARKINGS.index(one[0]) + DATES.index(one[1]) for one in itertools.product(MARKINGS, DATES)}
"""Which third of the questions is asked for a marking at a date: each question comes at one date for every marking."""
ASKED = [(marking, as_of, _DRAWN.choice(ALL)) for marking, as_of in itertools.product(MARKINGS, DATES)]
SLOWLY = frozenset(_DRAWN.sample([one for one in ASKED if one[2] in ("owner", "desk") and one[1]], 2))
GIVEN = (("TLP:AMBER", "desk", None), ("TLP:GREEN", "partner", None))


@functools.cache
def shown(marking: str, audience: str, as_of: dt.date | None = None) -> Dossier:
    return seen(dossier(), marking, audience, as_of)


@functools.cache
def handed(marking: str, audience: str, as_of: dt.date | None) -> Mapping[str, bytes]:
    """Return the parts that go out to a reader, made once: three tests look at them."""
    return encode(shown(marking, audience, as_of))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the folder of the dossier as it is saved; the commands that export it read it once for all that they write."""
    place = tmp_path_factory.mktemp("saved") / "small"
    save(dossier(), place)
    with pytest.MonkeyPatch.context() as patch:
        for module in (exports, incidents):
            patch.setattr(module, "load", functools.cache(load))
        yield place


def day(as_of: dt.date | None) -> str:
    return str(as_of or "no-date")


@pytest.fixture(scope="module", autouse=True)
def every_model_is_read_once() -> Iterator[None]:
    """The dossier has more models than are remembered: each reader would read all of them anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "_read", functools.cache(ledger._read.__wrapped__))
        yield


# --- what goes out -------------------------------------------------------------------------------------------------------------------------


def test_the_owner_sees_every_canary(record_property: Any) -> None:
    parts = encode(dossier())
    there = canaries()

    record_property("canaries", len(there))
    record_property("places", len({one.place for one in there.values()}))
    record_property("ways", len({one.way for one in there.values()}))
    record_property("parts", len(parts))
    sys.stdout.write(f"{len(there)} canaries in {len({one.place for one in there.values()})} places of {len(parts)} parts\n")
    assert found_in(*parts, *parts.values()) == set(there)
    assert shown("TLP:RED", "owner") == dossier()


@pytest.mark.parametrize("as_of", DATES, ids=day)
@pytest.mark.parametrize("marking", MARKINGS)
def test_nothing_secret_is_in_what_goes_out(marking: str, as_of: dt.date | None) -> None:
    leaks: set[Canary] = set()
    for audience in ALL:
        parts = handed(marking, audience, as_of)
        leaks.update(leaked([*parts, *parts.values()], marking, audience, as_of))

    assert not leaks, told(leaks)


@pytest.mark.parametrize("as_of", DATES, ids=day)
@pytest.mark.parametrize("marking", MARKINGS)
def test_what_goes_out_is_sound(marking: str, as_of: dt.date | None) -> None:
    faults: set[str] = set()
    checked: set[str] = set()
    for audience in ALL:
        left = shown(marking, audience, as_of)
        parts = handed(marking, audience, as_of)
        if hash_of(parts) not in checked:
            checked.add(hash_of(parts))
            found = [*(one for one in problems_of(parts) if not one.is_notice), *(one for one in model_faults(left) if not one.is_notice)]
            faults |= {f"{one.part} {one.column} {one.code} {one.found}" for one in found if one.code != "undeclared-part"}

    assert not faults, "\n".join(sorted(faults))


@pytest.mark.parametrize("as_of", DATES, ids=day)
@pytest.mark.parametrize("marking", MARKINGS)
def test_what_is_open_is_still_there(marking: str, as_of: dt.date | None) -> None:
    """The open row of every table, and of the desk every open model with its open rows."""
    missing: set[Canary] = set()
    for audience in ALL:
        parts = handed(marking, audience, as_of)
        there = found_in(*parts, *parts.values())
        missing |= {one for one in wanted(marking, audience) if one.word not in there}

    assert not missing, told(missing)


def wanted(marking: str, audience: str) -> Iterator[Canary]:
    """Give the words of open rows that were always known: all that a clearing that hides too much would hide first."""
    for one in canaries().values():
        row = one.way == "open" and one.place.partition(" ")[0].endswith((".csv", ".toml"))
        if row and not one.place.startswith("rooms/") and one.may_be_seen(marking, audience, DATES[1]):
            yield one


# --- answers -------------------------------------------------------------------------------------------------------------------------------


@functools.cache
def answers(
    marking: str, audience: str, as_of: dt.date | None, *, third: int | None, slowly: bool
) -> tuple[tuple[Answer | None, tuple[str, ...]], ...]:
    """Return each answer of a third of the questions, or of all; None where there is none, with all that it says in both languages.

    A question that breaks says so.
    """
    case = Case(dossier=shown(marking, audience), today=TODAY)
    found: list[tuple[Answer | None, tuple[str, ...]]] = []
    for number, question in enumerate(questions().values()):
        if not slowly if question.id in SLOW else third is not None and (number + third) % len(DATES):
            continue
        try:
            answer = ask(question, case, **({"as_of": str(as_of)} if as_of else {}))
            found.append((answer, tuple(json.dumps(answer.to_json(lang), ensure_ascii=False, default=str) for lang in ("en", "fr"))))
        except NotAvailable as error:
            words = [say(error.message, lang) if isinstance(error.message, Message) else str(error) for lang in ("en", "fr")]
            found.append((None, tuple(words)))
        except (KeyError, IndexError, ValueError, TypeError) as error:
            found.append((None, (f"BROKEN {question.id}: {error!r}",)))
    return tuple(found)


@pytest.mark.parametrize(("marking", "as_of", "audience"), ASKED, ids=lambda one: str(one or "no-date"))
def test_no_answer_tells_a_secret(marking: str, as_of: dt.date | None, audience: str) -> None:
    given = answers(marking, audience, as_of, third=PLACES[marking, as_of], slowly=(marking, as_of, audience) in SLOWLY)
    texts = [text for _, words in given for text in words]
    leaks = leaked(texts, marking, audience, as_of)
    by_question = {answer.question: found for answer, words in given if answer and (found := leaked(words, marking, audience, as_of))}

    assert not leaks, f"{ {name: len(found) for name, found in by_question.items()} } {told(leaks)}"
    assert [text for text in texts if text.startswith("BROKEN")] == []


# --- papers, figures and files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("marking", "audience", "as_of"), GIVEN, ids=str)
def test_no_figure_and_no_paper_tells_a_secret(marking: str, audience: str, as_of: dt.date | None) -> None:
    case = Case(dossier=shown(marking, audience, as_of), today=TODAY)
    given = [answer for answer, _ in answers(marking, audience, as_of, third=None, slowly=False) if answer]
    texts: list[str | bytes] = [render.svg(figure, "en") for answer in given for figure in answer.figures]
    figures = len(texts)
    gathered = Gathered([one for one in given if not questions()[one.question].private], {})
    texts += [html.render(brief(case, gathered, "fr")), data.json_answers(gathered.answers, "en")]
    texts += [data.csv_table(table, "en") for answer in given for table in answer.tables]
    papers = [demarche(case, "FRA", "fr"), kit.non_paper(case, "en"), kit.explanation_of_vote(case, "en")]
    papers += [explanation(case, "fr", us="FRA"), drafting_sheet(case, "en", us="FRA"), room_sheet(case, "en")]
    papers += [tally_sheet(case, tally_answer(case), "fr"), handover(case, pack(case), "en")]
    papers += [meeting_brief(case, "FRA", "en"), lines_to_take(case, "fr")]
    papers += [sheet for sheet in [to_avoid(case, "en")] if sheet is not None]
    talks = [row for row in standing(case.dossier.engagements) if row.date]
    papers += [meeting_record(case, row.id, "fr") for row in talks]
    assert talks
    texts += [html.render(paper) for paper in papers]

    leaks = leaked(texts, marking, audience, as_of)
    assert not leaks, told(leaks)
    assert figures > 10


@pytest.mark.parametrize(("marking", "audience", "as_of"), (*GIVEN, ("TLP:RED", "public", DATES[1])), ids=str)
def test_no_file_that_is_handed_over_tells_a_secret(
    source: Path, marking: str, audience: str, as_of: dt.date | None, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    told_as = str(as_of) if as_of else None
    for name in ("d.zip", "d.xlsx", "folder"):
        export(source, out / name, marking, audience, told_as, logframe=False, lang="en")
    for name in ("frame.csv", "frame.xlsx"):
        export(source, out / name, marking, audience, told_as, logframe=True, lang="fr")
    export_calendar(source, out / "steps.ics", marking, audience, told_as, lang="fr")
    for part in shown(marking, audience, as_of).files:
        if part.startswith("conflicts/"):
            name = Path(part).stem
            export_exercise(source, out / f"{name}.md", name, marking, audience, told_as, lang="en")
    for name, register in itertools.product(("a-open", "b-secret"), ("{}.json", "{}.misp.json")):
        export_register(source, out / register.format(name), name, marking, audience, told_as, lang="en")

    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    registers = [path for path in files if path.suffix == ".json" and path.parent == out]
    leaks = leaked(unpacked(path for path in files if path not in registers), marking, audience, as_of)
    assert not leaks, told(leaks)
    leaks = leaked(
        unpacked(registers), marking, "desk", as_of
    )  # a register is handed to whomever it is exported for, by its objects' marks
    assert not leaks, told(leaks)


def unpacked(paths: Iterable[Path]) -> Iterator[str | bytes]:
    """Give names and contents of files, and of what is packed in them; a line that a calendar folds is put together again."""
    for path in paths:
        yield path.name
        content = path.read_bytes()
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from (text for name in archive.namelist() for text in (name, archive.read(name)))
        else:
            yield content.replace(b"\r\n ", b"") if path.suffix == ".ics" else content
