"""Faults planted in a whole strategy, by a reader who has not read the checks: each is found, and none on the clean copy."""

from __future__ import annotations

import dataclasses
import re

import pytest
from questions.strategy.complete_strategy import TODAY, changed, written_lake

from legation.dossier import DossierError, decode
from legation.dossier.files.codec import problems_of
from legation.errors import LegationError
from legation.lake import Lake
from legation.language import say
from legation.questions import Case, ask

ASKED = ("which-plan-survives", "which-signposts-crossed", "what-would-a-red-team-say")

MODEL = "scenarios/strait.toml"
COSTS = 'costs_en = "Two ships for a week."\ncosts_fr = "Deux navires pendant une semaine."\n'
NO_FUTURE = '\n[[rule]]\nfix = ["talks.open"]\n[[rule]]\nfix = ["trust.low"]\n\n[[plan]]\nid = "exercise"'
SHIELD_NEEDS = 'needs = ["money.more", "money.less"]'


@dataclasses.dataclass(frozen=True, slots=True)
class Planted:
    """A fault: what is changed, and the words by which a reader of English hears of it, all in one sentence, row or problem."""

    heard: tuple[str, ...]
    edits: tuple[tuple[str, str, str], ...] = ()
    without: str = ""

    def parts(self) -> dict[str, bytes]:
        return changed(*self.edits, without=self.without)


def edit(part: str, old: str, new: str) -> tuple[tuple[str, str, str], ...]:
    return ((part, old, new),)


PLANS = {
    "a plan without costs": Planted(("joint exercise", "cost"), edit(MODEL, COSTS, "")),
    "a cell without rows": Planted(("shield", "our judgement"), edit(MODEL, 'high = 4\nevidence = ["e2"]\n', "high = 4\n")),
    "a range upside down": Planted(("worth", "low"), edit(MODEL, "low = 3\n", "low = 7\n")),
    "futures that are inconsistent": Planted(
        ("no (scenario|combination|future)|none of the scenarios|contradict",), edit(MODEL, '\n[[plan]]\nid = "exercise"', NO_FUTURE)
    ),
    "an assumption on a variant that is not there": Planted(
        ("a variant that the model does not have",), edit("assumptions.csv", "money.more", "money.mroe")
    ),
}
SIGNPOSTS = {
    "a monitor that is gone": Planted(("strait-press|closed strait", "monitor"), without="monitors/strait-press.toml"),
    "no threshold": Planted(("closed strait|signposts", "threshold|from which value"), edit("signposts.csv", "at_least,8,", "at_least,,")),
    "a last useful day that is past": Planted(
        ("last useful day",),
        edit("signposts.csv", "brought forward,L’exercice est avancé,2027-02-10", "brought forward,L’exercice est avancé,2026-11-20"),
    ),
    "a review that is overdue": Planted(("stays calm", "review"), edit("objectives.csv", "passage,60,2027-03-31", "passage,60,2026-11-02")),
}
RED_TEAM = {
    "an assumption that carries all": Planted(
        ("talks stay open", "carr|in none of them"),
        (
            (
                "assumptions.csv",
                "The money for both grows,L’argent des deux augmente,ports,strait,money.more",
                "The talks stay open,Les pourparlers restent ouverts,ports,strait,talks.open",
            ),
            (MODEL, SHIELD_NEEDS, 'needs = ["talks.open"]'),
        ),
    ),
    "a plan that is ruled out": Planted(
        ("joint exercise", "ruled out"), edit(MODEL, "low = -1\nvalue = 0\nhigh = 1", "low = -9\nvalue = -8\nhigh = -7")
    ),
    "a threat on one source": Planted(
        ("pilots", "one source|single source|1 source"), edit("threats.csv", "calm,2026-05-04,e1 e2", "calm,2026-05-04,e1")
    ),
    "a signpost that nothing watches": Planted(("closed strait", "watch"), edit("signposts.csv", "strait-press", "")),
    "an ally counted where it has no vote": Planted(
        ("harbour union", "vote"),
        edit("coalitions.csv", "friends,,,C,supporter", "friends,,,harbours,core,2026-05-03,2026-05-03,e3\nfriends,,,C,supporter"),
    ),
}
ALL = {**PLANS, **SIGNPOSTS, **RED_TEAM}
BY_AUTHOR = (
    ("challenges.csv", "Legal adviser,Conseil juridique", "Sea desk,Bureau maritime"),
    (
        "challenges.csv",
        "Budget office,Direction du budget,The repair goes first,La réparation passe d’abord,maintained",
        "Budget office,Direction du budget,,,open",
    ),
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return written_lake(tmp_path_factory.mktemp("lakes") / "whole")


@pytest.fixture(scope="module")
def clean(lake: Lake) -> set[str]:
    return heard(changed(), lake)


def spoken(lines: set[str], words: tuple[str, ...]) -> set[str]:
    return {line for line in lines if all(re.search(word, line) for word in words)}


def heard(parts: dict[str, bytes], lake: Lake) -> set[str]:
    """Return what a reader of English is given: each problem, sentence, missing piece and row of a table, in small letters."""
    lines = [" ".join((p.part, p.column or "", p.found, p.code, say(p.remedy, "en"))) for p in problems_of(parts)]
    try:
        case = Case(dossier=decode(parts), today=TODAY, lake=lake)
    except DossierError:
        return {line.casefold() for line in lines}
    for question in ASKED:
        try:
            answer = ask(question, case)
        except LegationError as error:
            lines.append(str(error))
            continue
        lines += [*answer.sentences("en"), *(say(m, "en") for m in answer.missing), *(say(c, "en") for c in answer.caveats)]
        for table in answer.tables:
            columns = range(len(table.columns))
            lines += [" | ".join(str(table.cell(row, at, "en")) for at in columns) for row in range(len(table.rows))]
    return {line.casefold() for line in lines}


@pytest.mark.parametrize("name", ALL)
def test_each_planted_fault_is_found(name: str, clean: set[str], lake: Lake) -> None:
    fault = ALL[name]
    new = heard(fault.parts(), lake) - clean

    assert spoken(new, fault.heard), "\n".join(sorted(new))


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_the_kind_is_said_of_the_clean_copy(name: str, clean: set[str]) -> None:
    assert spoken(clean, ALL[name].heard) == set()


def test_nothing_is_wrong_with_the_clean_copy(lake: Lake) -> None:
    case = Case(dossier=decode(changed()), today=TODAY, lake=lake)

    assert problems_of(changed()) == ()
    assert [(q, say(m, "en")) for q in ASKED for m in ask(q, case).missing] == []


def test_a_strategy_that_only_its_author_challenged_says_so(clean: set[str], lake: Lake) -> None:
    words = ("not challenged by anyone but its author",)

    assert spoken(clean, words) == set()
    assert spoken(heard(changed(*BY_AUTHOR), lake), words)
