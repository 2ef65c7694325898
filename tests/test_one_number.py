"""One number for one fact: every printed number says of what it is, and no fact has two values in one note, annex and book."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from answered import NAMES, answers_on, example_case
from hypothesis import given
from hypothesis import strategies as st
from printed import NO_FACT, Printed, clashes, declared, of_answer, of_papers

from legation.briefing.brief import brief, gather
from legation.briefing.document import Document, Heading
from legation.briefing.notes.paper import ask_for_note, papers
from legation.dossier import TABLES
from legation.errors import BadValue
from legation.figures.figure import Figure
from legation.language import LANGUAGES, Lang, Message, catalogue, say
from legation.questions import Answer, Case, ask, find
from legation.questions.answer import AnswerTable, Finding, TableColumn
from legation.questions.base.quantities import LEVEL, FactsOf, Quantity, conflicts
from legation.questions.votes.whom_to_see import listed

pytestmark = pytest.mark.slow
PAPERS = ("note", "brief")
"""Areas of sentences that papers print of themselves."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BESIDE = {
    "debate.figure.value": "the head of its figure says it",
    "how-good-were-we.number-in": "each forecast has its own, in the table's column",
    "how-good-were-we.range": "the column says it",
    "response.all.probability": "what the desk itself gives",
    "what-futures-hold.drawn-share": "the sentence around it says it",
    "what-is-said.voice-of": "the sentence around it says it",
    "where-it-would-land.figure-alt": "the figure's subtitle says it",
    "where-it-would-land.figure-title": "the figure's subtitle says it",
}
"""Sentences with an interval whose level stands beside them."""
TESTS_OF_CHANCE = {"skill", "error-saved"}
"""Intervals that tell whether a difference may be chance, at the level that their sentence names."""


@dataclasses.dataclass(frozen=True)
class Example:
    case: Case
    answers: tuple[Answer, ...]
    documents: tuple[Document, ...]
    said: tuple[Message, ...]
    """Every message that was written while the documents were made."""


@pytest.fixture(scope="module", params=NAMES)
def example(request: pytest.FixtureRequest) -> Iterator[Example]:
    name = str(request.param)
    case = example_case(name)
    said: list[Message] = []
    write = Message.in_language

    def recorded(message: Message, lang: Any) -> str:
        said.append(message)
        return write(message, lang)

    asked = tuple(answers_on(name))
    asking, gathered = ask_for_note(case), gather(case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Message, "in_language", recorded)
        two, book = papers(asking, "en"), brief(case, gathered, "en")
    answers = {id(one): one for one in (*asked, *asking.material.answers, *gathered.answers)}
    yield Example(case, tuple(answers.values()), (two.note, two.annex, book), tuple(said))


@pytest.fixture(scope="module")
def printed(example: Example) -> tuple[Printed, ...]:
    own = [one for one in example.said if one.id.partition(".")[0] in PAPERS]
    return (*(one for answer in example.answers for one in of_answer(example.case, answer)), *of_papers(example.case, own))


def test_every_printed_number_says_of_what_it_is(printed: tuple[Printed, ...]) -> None:
    faults = {one.place for one in printed if one.key is None and not one.no_fact}

    assert not faults, "declare these in tests/facts, or bring them as quantities of their finding"


def test_no_fact_is_printed_with_two_values(printed: tuple[Printed, ...]) -> None:
    assert [(one.key, one.value, one.place, other.value, other.place) for one, other in clashes(printed)] == []


def test_nothing_else_prints_a_number(example: Example) -> None:
    known = set(NUMBER.findall(" ".join(_known(example))))
    bare = {
        text
        for document in example.documents
        for text in _texts(document.blocks)
        if set(NUMBER.findall(text)) - known - set(map(str, _ordinals(document)))
    }

    assert not bare, "print these numbers by a message, a column or a row of the dossier"


def test_no_quantity_of_a_finding_has_two_values(example: Example) -> None:
    quantities = [one for answer in example.answers for finding in answer.findings for one in finding.quantities]

    assert [(one.key, one.printed, other.printed) for one, other in conflicts(quantities)] == []


def test_every_interval_bears_the_one_level(example: Example) -> None:
    ranged = [one for answer in example.answers for finding in answer.findings for one in finding.quantities if one.level is not None]
    estimates = [one for one in ranged if one.what not in TESTS_OF_CHANCE and not one.method.startswith("forecast ")]

    assert {one.level for one in estimates if not one.of.startswith("first votes")} <= {LEVEL}


def _known(example: Example) -> Iterator[str]:
    """Yield every text that a message, a column, a reference or a row of the dossier prints."""
    for answer in example.answers:
        yield from find(answer.question).references
        for table in answer.tables:
            yield from (table.cell(row, column, "en") for row in range(len(table.rows)) for column in range(len(table.columns)))
    for message in example.said:
        yield say(message, "en")
    yield from (repr(row) for name in TABLES if name != "votes" for row in example.case.dossier.rows(name))
    yield repr(example.case.info)


def _ordinals(document: Document) -> range:
    """Return the numbers of a document's own headings and, of a note, of the sources that its last line names."""
    named = len(document.sources) if document.kind == "note" else 0
    return range(1, max(named, sum(isinstance(block, Heading) for block in document.blocks)) + 1)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of the blocks of a document; of a figure what stands for it in words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Figure):
        yield from (say(value.title, "en"), say(value.alt, "en"))
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def test_whom_to_see_stands_in_one_order_everywhere() -> None:
    case = example_case("un-ict-2018")
    asked = {one: ask(one, case) for one in ("who-can-move", "do-we-have-the-votes", "whom-to-call-first", "who-is-missing")}
    tables = {"movable", "open", "completion", "vote", "missing"}
    sentences = {"movable", "to-change", "undecided", "path", "build", "often"}
    shown = [[row[0].id for row in table.rows] for answer in asked.values() for table in answer.tables if table.id in tables]
    shown += [
        [actor.id for actor in finding.message.values.get("actors", ()) if not isinstance(actor, Message)]
        for answer in asked.values()
        for finding in answer.findings
        if finding.id in sentences
    ]
    vote = case.rollcall(str(case.info.parameters["rollcall"]))
    place = {row.actor.id: at for at, row in enumerate(listed(case, vote, str(case.info.parameters["goal"])))}

    assert len(shown) >= 5
    for names in shown:
        places = [place[one] for one in names if one in place]
        assert places == sorted(places)


def test_what_is_declared_is_there_to_be_printed() -> None:
    faults = []
    for area, entries in declared().items():
        for key, facts in entries.items():
            if key == "tables":
                continue
            entry = catalogue(area, "en").get(key)
            forms = str(list(entry.values()) if hasattr(entry, "values") else entry)
            faults += [f"{area}.{key} {name}" for name in facts if f"{{{name}" not in forms]
            faults += [f"{area}.{key} {fact}" for fact in facts.values() if fact.startswith("!") and fact[1:].split(".")[0] not in NO_FACT]

    assert not faults, "sentences that print no such number, or kinds that are none"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_with_an_interval_says_its_level(lang: Lang) -> None:
    faults = []
    for area, entries in declared().items():
        for key, facts in entries.items():
            names = [re.split("[@(]", fact)[0] for fact in facts.values()] if key != "tables" else []
            if any(name.endswith(end) for name in names for end in (".low", ".high")) and f"{area}.{key}" not in BESIDE:
                entry = catalogue(area, lang)[key]
                forms = entry.values() if isinstance(entry, Mapping) else [entry]
                faults += [f"{area}.{key}" for form in forms if not re.search(r"\d\d\s?%", form)]

    assert not faults


# What the tests find


RIGHT = FactsOf("r", "2020-01-01", "estimate")


@pytest.fixture(scope="module")
def case() -> Case:
    return example_case("brexit-consensus-2017")


def answer(*findings: Finding, rows: tuple[tuple[Any, ...], ...] = ()) -> Answer:
    columns = (TableColumn("actor", Message("column.actor")), TableColumn("value", Message("column.value"), "number"))
    table = AnswerTable(id="positions", title=Message("who-stands-where.title"), columns=columns, rows=rows)
    return Answer(question="who-stands-where", title=Message("who-stands-where.title"), findings=findings, tables=(table,) if rows else ())


def finding(count: int) -> Finding:
    return Finding(id=f"silent-{count}", message=Message("who-stands-where.silent", count=count))


def test_two_sentences_with_two_numbers_for_one_fact_are_found(case: Case) -> None:
    (pair,) = clashes(of_answer(case, answer(finding(4), finding(5), finding(4))))

    assert [one.value for one in pair] == [4, 5]


def test_a_number_told_less_precisely_is_no_other(case: Case) -> None:
    told = [Printed("sentence", ("share", "r", "", ""), value, decimals) for value, decimals in ((0.374, 3), (0.37, 2), (0.4, 1))]

    assert clashes(told) == []
    assert len(clashes([*told, Printed("table", ("share", "r", "", ""), 0.38, 2)])) == 1


def test_a_sentence_that_declares_no_number_is_found(case: Case) -> None:
    plain = Finding(id="plain", message=Message("answer.value", value=3))

    assert [(one.key, one.no_fact) for one in of_answer(case, answer(plain))] == [(None, "")]


def test_two_rows_of_one_thing_are_found(case: Case) -> None:
    assert clashes(of_answer(case, answer(rows=(("a", 1), ("b", 2))))) == []
    assert len(clashes(of_answer(case, answer(rows=(("a", 1), ("a", 2)))))) == 1


def test_an_interval_without_a_level_is_refused() -> None:
    with pytest.raises(BadValue, match="level must be given"):
        Quantity("yes-minus-no", "r", "", "estimate", 37, 26, 46)
    with pytest.raises(BadValue, match="level must be given"):
        Quantity("yes-minus-no", "r", "", "estimate", 37, level=0.8)


@given(st.floats(-1e6, 1e6), st.sampled_from(["members", "chance", "points", "days"]))
def test_a_quantity_says_its_own_number_and_agrees_with_itself(value: float, unit: Any) -> None:
    one = RIGHT("yes", value, unit=unit)

    assert one.says(value)
    assert one.agrees(one)
