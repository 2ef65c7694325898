"""The score card: nothing is passed over, what is worse than a simple rule is off, and an answer says so without a number."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
from questions.actors.test_whom_to_call_first import EARLY, FIVE, TITLE
from questions.bargaining_dossier import case, votes
from score_cards import figure, with_card

from legation.dossier import load
from legation.errors import WrongUse
from legation.figures.figure import Figure
from legation.language import LANGUAGES, Message, catalogue, say
from legation.questions import ask
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base.judgements import DeclaredJudgement, judgement, judgements, without_what_is_off
from legation.questions.base.judgements.card import FEWEST, measured, picture, saved
from legation.questions.base.judgements.catalogue import JUDGEMENTS, NO_JUDGEMENT
from legation.questions.base.judgements.words import rows
from legation.questions.base.registry import ORDER

ROOT = Path(__file__).parents[3]
QUESTIONS = ROOT / "src/legation/questions"
WORSE, BETTER, SAME = (-0.2, -0.3, -0.1), (0.2, 0.1, 0.3), (0.1, -0.1, 0.3)


def tagged() -> dict[str, set[str]]:
    """By judgement, the files that mark something with it or ask whether it is off."""
    found: dict[str, set[str]] = {}
    for path in QUESTIONS.rglob("*.py"):
        if path.parent.name != "judgements":
            text = path.read_text("utf-8")
            named = re.findall(r'judgement(?:=|\()"([a-z-]+)"', text)
            for name in named:
                found.setdefault(name, set()).add(path.name)
    return found


def test_every_question_is_on_the_card_or_says_why_not() -> None:
    judged = {name for one in JUDGEMENTS for name in one.questions}

    assert [name for name in ORDER if name not in judged and name not in NO_JUDGEMENT] == []
    assert sorted(judged & NO_JUDGEMENT.keys()) == []


def test_no_judgement_names_a_question_that_is_not_there() -> None:
    named = {name for one in JUDGEMENTS for name in one.questions} | NO_JUDGEMENT.keys()

    assert sorted(named - set(ORDER)) == []
    assert all(one.questions for one in JUDGEMENTS)
    assert len(judgements()) == len(JUDGEMENTS)


REACHED = {
    "why-did-the-vote-shift": {"earlier-words"},
    "where-is-it-agreed": {"earlier-words"},
    "where-their-words-place-them": {"frames", "topics", "bursts"},
    **{
        name: {"alarms"}  # they ask which monitors there are, and of one its plain value
        for name in ("whom-to-call-first", "what-would-a-red-team-say", "which-signposts-crossed", "what-is-due")
    },
    **{
        name: {"votes-passage"}
        for name in ("who-can-move", "who-is-missing", "who-would-call-a-vote", "how-good-were-we", "where-should-we-take-it")
    },
}
"""Judgements that a question comes near by what it shares with others, and does not print."""


def imports() -> dict[str, set[tuple[str, str]]]:
    """By module of the questions, what it imports from our own modules: the module and the name."""
    found = {}
    for path in QUESTIONS.rglob("*.py"):
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom) and node.module]
        found[".".join(parts).removesuffix(".__init__")] = {(node.module, alias.name) for node in nodes for alias in node.names}
    return found


def reached(module: str, there: dict[str, set[tuple[str, str]]], seen: set[str]) -> set[str]:
    """Return the functions of the methods that a module imports, itself or through other modules of the questions."""
    seen.add(module)
    found = set()
    for of, name in there[module]:
        if of.startswith("legation.methods."):
            found.add((of.removeprefix("legation.methods."), name))
        for other in (of, f"{of}.{name}"):
            if other in there and other != "legation.questions" and other not in seen:
                found |= reached(other, there, seen)
    return found


def test_every_question_that_reaches_a_method_of_a_judgement_is_on_its_card() -> None:
    there, missing = imports(), []
    for name in ORDER:
        functions = reached(f"legation.questions.{ORDER[name]}.{name.replace('-', '_')}", there, set())
        for one in JUDGEMENTS:
            for made_by in one.made_by:
                family, _, function = made_by.rpartition(".")
                near = any(of.split(".")[0] == family.split(".")[0] and called == function for of, called in functions)
                if near and name not in one.questions and one.id not in REACHED.get(name, ()):
                    missing.append((name, one.id))

    assert missing == []


def test_what_makes_a_judgement_is_there() -> None:
    for one in JUDGEMENTS:
        for made_by in one.made_by:
            family, _, function = made_by.rpartition(".")
            assert callable(getattr(importlib.import_module(f"legation.methods.{family}"), function)), made_by


def test_what_answers_carry_is_declared() -> None:
    assert sorted(tagged().keys() - judgements().keys()) == []
    assert tagged()


def test_what_is_off_is_withheld_by_its_questions() -> None:
    assert [one.id for one in JUDGEMENTS if one.off and one.id not in tagged()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_and_kind_of_data_has_its_words(lang: str) -> None:
    known = catalogue("judgements", lang)  # type: ignore[arg-type]
    wanted = {f"rule.{name}" for one in JUDGEMENTS for name in one.rules} | {f"data.{one.data}" for one in JUDGEMENTS if one.data}

    assert sorted(wanted - known.keys()) == []
    assert {name for name in known if name.startswith(("rule.", "data."))} == wanted
    assert all(f"{one.id}.{part}" in known for one in JUDGEMENTS for part in ("says", "measure"))


def test_what_is_written_fits_what_is_declared() -> None:
    for name, found in measured().items():
        one = judgement(name)
        assert tuple(rule.name for rule in found.rules) == one.rules
        assert found.n >= found.clusters > 0
        for rule in found.rules:
            assert rule.low <= rule.high
            assert found.ours - rule.value == pytest.approx(rule.difference, abs=2e-4)


@pytest.mark.parametrize("identifier", ["swing", "attribution"])  # of one more is better, of the other less
@pytest.mark.parametrize(
    ("gains", "clusters", "verdict"),
    [
        ((BETTER,), 20, "better"),
        ((BETTER,), FEWEST - 1, "few"),
        ((WORSE,), 20, "worse"),
        ((WORSE,), FEWEST - 1, "worse"),
        ((SAME,), 20, "no-different"),
        (((-0.1, -0.3, 0.1),), 20, "no-different"),
        (((0.2, 0.0, 0.3),), 20, "no-different"),
        (((-0.2, -0.3, 0.0),), 20, "no-different"),
    ],
)
def test_the_verdict_goes_by_the_interval(
    monkeypatch: pytest.MonkeyPatch, identifier: str, gains: tuple[tuple[float, float, float], ...], clusters: int, verdict: str
) -> None:
    with_card(monkeypatch, **{identifier: figure(identifier, *gains, clusters=clusters)})

    assert judgement(identifier).verdict == verdict
    assert judgement(identifier).off == (verdict == "worse")


def test_one_rule_that_is_better_is_enough_to_be_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch, swing=figure("swing", BETTER, WORSE))
    found = judgement("swing").measured

    assert judgement("swing").off
    assert found is not None
    assert found.behind is not None
    assert found.best.name == found.behind.name == judgement("swing").rules[1]


def test_a_rule_that_knows_more_stands_beside_and_switches_nothing_off() -> None:
    """As measured: where votes are known the mean of the regional group is nearer; words are read where they are not."""
    placed = judgement("words-placed")
    assert placed.measured is not None
    assert placed.measured.best.name == "regional-group"
    assert placed.verdict == "behind"
    assert not placed.off


def test_what_nobody_measured_is_listed_and_not_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch)

    assert [row.state for row in rows()] == ["not-measured"] * len(JUDGEMENTS)
    assert not any(one.off for one in JUDGEMENTS)
    assert picture() is None


def test_an_unknown_judgement_is_refused() -> None:
    with pytest.raises(WrongUse, match="swng"):
        judgement("swng")


def carrying() -> Answer:
    said = Message("language.yes")
    columns = (TableColumn("actor", said), TableColumn("chance", said, "share", "swing"), TableColumn("last", said))
    plot = Figure(id="plot", title=said, subtitle=said, alt=said, spec={})
    return Answer(
        question="who-can-move",
        title=said,
        findings=(
            Finding(id="counted", message=said),
            Finding(id="likeliest", message=said, judgement="swing"),
            Finding(id="next", message=said, judgement="swing"),
        ),
        tables=(
            AnswerTable(id="mixed", title=said, columns=columns, rows=(("A", 0.4, "yes"), ("B", 0.1, "no"))),
            AnswerTable(id="targets", title=said, columns=columns[:1], rows=(("A",),), judgement="swing"),
        ),
        figures=(plot, Figure(id="chances", title=said, subtitle=said, alt=said, spec={}, judgement="swing")),
    )


def test_an_answer_keeps_what_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch, swing=figure("swing", SAME))

    assert without_what_is_off(carrying()) == carrying()


def test_an_answer_loses_what_is_off_and_says_so_once_without_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch, swing=figure("swing", WORSE))
    found = without_what_is_off(carrying())

    assert [finding.id for finding in found.findings] == ["counted", "off-swing"]
    assert [figure.id for figure in found.figures] == ["plot"]
    assert [(table.id, table.rows) for table in found.tables] == [("mixed", (("A", "yes"), ("B", "no")))]
    assert [column.id for column in found.tables[0].columns] == ["actor", "last"]
    for lang in LANGUAGES:
        told = say(found.finding("off-swing").message, lang)
        assert say(judgement("swing").title, lang) in told
        assert not re.search(r"\d", told)


def test_what_is_off_is_said_too_where_no_finding_carried_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with_card(monkeypatch, swing=figure("swing", WORSE))
    plain = carrying()
    found = without_what_is_off(Answer(question=plain.question, title=plain.title, findings=plain.findings[:1], tables=plain.tables))

    assert [finding.id for finding in found.findings] == ["counted", "off-swing"]


def test_a_question_is_answered_without_what_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = load(ROOT / "examples/un-ict-2018")
    before = ask("who-can-move", dossier)
    with_card(monkeypatch, swing=figure("swing", WORSE))
    after = ask("who-can-move", dossier)

    assert {"likeliest"} <= {finding.id for finding in before.findings}
    assert "off-swing" in {finding.id for finding in after.findings}
    assert "likeliest" not in {finding.id for finding in after.findings}
    assert {table.id for table in before.tables} - {table.id for table in after.tables} == {"targets"}
    assert after.table("cross") == before.table("cross")


@pytest.mark.parametrize(("identifier", "gain"), [("swing", (0.2, 0.1, 0.3)), ("attribution", (0.2, 0.1, 0.3))])
def test_the_picture_shows_the_share_of_the_error_saved(
    monkeypatch: pytest.MonkeyPatch, identifier: str, gain: tuple[float, float, float]
) -> None:
    with_card(monkeypatch, **{identifier: figure(identifier, gain)})
    one: DeclaredJudgement = judgement(identifier)
    found = one.measured
    assert found is not None
    error = found.best.value if one.better == "low" else 1 - found.best.value

    assert saved(one) == pytest.approx(tuple(end / error for end in gain))
    assert picture() is not None


def test_chances_of_past_votes_leave_the_list_of_calls_too(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = case(EARLY, positions_csv=FIVE, **votes(TITLE))
    before = ask("whom-to-call-first", whole, aim=100, points=10)
    with_card(monkeypatch, swing=figure("swing", WORSE))
    after = ask("whom-to-call-first", whole, aim=100, points=10)
    column = [one.id for one in before.table("levers").columns].index("chance")

    assert any(row[column] is not None and row[column] == row[column] for row in before.table("levers").rows)
    assert all(row[column] is None or row[column] != row[column] for row in after.table("levers").rows)
    assert "off-swing" in {finding.id for finding in after.findings}
