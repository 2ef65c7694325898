"""The dossier on the review of WSIS: at each of its days it shows only what was known, and nothing of what came later."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from legation.cli import main
from legation.dossier import Dossier, encode, examine, load, standing
from legation.dossier.models.draft import ADOPTED, DRAFT
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.when import When
from legation.errors import LegationError
from legation.methods.scenario import consistent, survival
from legation.questions import ask, questions
from legation.questions.base.case import Case

FOLDER = Path(__file__).parents[2] / "examples" / "wsis20-2025"
REVISION_1 = dt.date(2025, 11, 7)
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def wsis() -> Dossier:
    return load(FOLDER)


@pytest.fixture(scope="module")
def shortened(wsis: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which all rows that were known later are deleted."""
    folder = tmp_path_factory.mktemp("shortened") / FOLDER.name
    for name, data in encode(wsis.as_of(REVISION_1)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def known_rows(day: dt.date) -> dict[str, set[str]]:
    """Return by table the ids of the rows known by a day, read from the files without the product: by their own day, else by a source."""
    with (FOLDER / "evidence.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["id"]: row["known_on"] or row["date"] for row in csv.DictReader(file)}
    known = {"evidence": {one for one, when in sources.items() if not when or When(when).last <= day}}
    for path in FOLDER.glob("*.csv"):
        if path.stem == "evidence":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                own, cited = row.get("known_on") or "", row["evidence"].split()
                by_own = When(own).last <= day if own else any(one in known["evidence"] for one in cited)
                if by_own and row.get("id"):
                    known.setdefault(path.stem, set()).add(row["id"])
    return known


def test_forty_one_positions_of_twenty_three_holders_on_nine_issues(wsis: Dossier) -> None:
    assert len(wsis.positions) == 41
    assert len({p.actor for p in wsis.positions}) == 23
    assert len(wsis.issues) == 9 == len({p.issue for p in wsis.positions})
    kinds = Counter(next(a.kind for a in wsis.actors if a.id == holder) for holder in {p.actor for p in wsis.positions})
    assert kinds == {"state": 13, "international_org": 2, "technical": 4, "ngo": 3, "association": 1}


def test_directions_are_wide_and_what_others_report_is_low(wsis: Dossier) -> None:
    assert {(p.low, p.value, p.high) for p in wsis.positions} == {(60, 77.5, 95), (35, 57.5, 80), (5, 22.5, 40)}
    reported = [p for p in wsis.positions if p.basis == "expert"]
    assert len(reported) == 11
    assert {p.confidence for p in reported} == {"low"}
    assert sum("wsis-circleid" in p.evidence for p in reported) == 10


def test_no_position_is_known_before_its_source(wsis: Dossier) -> None:
    days = {e.id: e.known_on or e.date for e in wsis.evidence}
    early = []
    for p in wsis.positions:
        source = days[p.evidence[0]]
        assert source is not None
        assert p.known_on is not None
        early += [p.id] * (p.known_on.last < source.last)
    assert early == []


@pytest.mark.parametrize(
    ("day", "positions", "holders", "on_funding"),
    [("2025-05-30", 3, 2, 1), ("2025-11-07", 11, 7, 2), ("2025-12-17", 27, 15, 4), ("2026-12-01", 40, 23, 4)],
)
def test_the_readme_says_what_was_known(wsis: Dossier, day: str, positions: int, holders: int, on_funding: int) -> None:
    rows = standing(wsis.as_of(day).positions)
    found = (len(rows), len({p.actor for p in rows}), sum(p.issue == "igf-core-funding" for p in rows))

    assert found == (positions, holders, on_funding)
    for name in ("README.md", "README.fr.md"):
        assert f" | {positions} | {holders} | {on_funding} |" in (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("day", ["2025-05-30", "2025-11-07", "2025-12-17"])
def test_the_view_of_a_day_holds_the_rows_that_the_files_say(wsis: Dossier, day: str) -> None:
    """The rule is read off the files here, without the product: nothing later is in the view, and nothing is missing."""
    known, then = known_rows(dt.date.fromisoformat(day)), wsis.as_of(day)

    for table in ("evidence", "actors", "issues", "positions", "processes", "forum_steps", "forum_access", "activities", "objectives"):
        assert {row.id for row in then.rows(table)} == known.get(table, set()), table


def test_as_of_the_first_revision_no_word_of_later_sources_is_left(wsis: Dossier) -> None:
    later = {e.id for e in wsis.evidence} - known_rows(REVISION_1)["evidence"]
    parts = encode(wsis.as_of(REVISION_1))

    assert len(later) > 20
    for name, data in parts.items():
        text = data.decode("utf-8")
        assert [one for one in later if one in text] == [], name
        assert name == "dossier.toml" or "80/173" not in text, name


def test_every_answer_is_that_of_the_copy_without_later_rows(wsis: Dossier, shortened: Path) -> None:
    """The same bytes, whichever question; also where there is no answer, and why."""
    assert examine(shortened) == ()
    whole, copy = (Case(dossier=one, today=TODAY).at(REVISION_1) for one in (wsis, load(shortened)))

    def said(question: str, case: Case) -> str:
        try:
            return json.dumps([repr(ask(question, case))])
        except LegationError as error:
            return str(error)

    assert [one for one in questions() if said(one, whole) != said(one, copy)] == []


def test_the_note_is_that_of_the_copy_without_later_rows(shortened: Path, tmp_path: Path) -> None:
    papers = []
    for folder, out in ((FOLDER, tmp_path / "whole"), (shortened, tmp_path / "copy")):
        done = main(
            ["note", str(folder), "--as-of", str(REVISION_1), "--formats", "html", "--lang", "en", "--lang", "fr", "--out", str(out)]
        )
        assert done == 0
        papers.append({path.name: path.read_bytes() for path in out.iterdir()})

    assert len(papers[0]) == 4
    assert papers[0] == papers[1]


def test_reservations_do_not_undo_the_consensus(wsis: Dossier) -> None:
    reserved = [p for p in wsis.positions if "does not undo the consensus" in p.note.in_language("en")]

    assert len(reserved) == 13
    assert {str(p.held_from) for p in reserved} == {"2025-12-17"}
    assert all("n’en est pas défait" in p.note.in_language("fr") for p in reserved)
    assert wsis.rollcalls == ()
    adopted = ADOPTED.read(wsis.files["drafts/adopted.toml"], "drafts/adopted.toml")
    assert [row.id for row in adopted.texts if row.without_vote] == ["80-173"]


def test_the_paragraphs_changed_as_their_sources_quote_them(wsis: Dossier) -> None:
    """The last words of paragraph 87 went, paragraph 88 became short, and 101 names who proposes by when, and a mix."""
    texts = {part: wsis.files[part].decode("utf-8") for part in wsis.files if part.endswith(".txt")}

    assert "reject models of state-controlled" in texts["drafts/stakeholders/zero.txt"]
    assert "reject models of state-controlled" not in texts["drafts/stakeholders/rev1.txt"]
    assert "88. all stakeholders from all countries" in texts["drafts/stakeholders/rev1.txt"]
    assert "make proposals" in texts["drafts/igf-funding/rev1.txt"]
    assert "combining a mix of core UN funding and voluntary contributions" in texts["drafts/igf-funding/rev2.txt"]
    for part in ("drafts/stakeholders.toml", "drafts/igf-funding.toml"):
        assert DRAFT.read(wsis.files[part], part).silences == ()  # who broke the silence is not known, so none is told as accepted


def test_steps_and_access_say_how_far_they_were_verified(wsis: Dossier) -> None:
    rows: list[Any] = [*wsis.processes, *wsis.forum_steps, *wsis.forum_access]

    assert len(wsis.processes) == 9
    assert all(row.verified for row in rows)
    assert [row.id for row in rows if row.verified != "no" and row.compared_on is None] == []
    assert {row.id for row in wsis.processes if row.verified == "no"} == {"unga-c5"}
    assert {row.forum for row in wsis.forum_access} == {row.id for row in wsis.processes}


def test_the_model_is_an_illustration_and_the_readme_tells_it(wsis: Dossier) -> None:
    model = SCENARIO.read(wsis.files["scenarios/igf-2030.toml"], "scenarios/igf-2030.toml")
    matrix = model.matrix()
    futures = consistent(matrix, constraints=model.constraints())

    assert model.illustration
    assert all("(illustration)" in model.title.in_language(lang) for lang in ("en", "fr"))
    assert "illustration" in wsis.info.summary.in_language("en")
    assert "illustration" in wsis.info.summary.in_language("fr")
    assert len(model.judgements) == 26
    assert sum(len(d.variants) for d in model.descriptors) == 17
    assert futures.scenarios.shape == (3, 7)
    assert futures.complete
    assert survival(matrix, futures.scenarios, model.needs()).count == (1, 1, 0, 3)


def test_the_regular_budget_has_a_rule_of_its_own(wsis: Dossier) -> None:
    """Two thirds in plenary where the budget is the matter; all else by a simple majority."""
    unga, participants = wsis.bodies
    budget = next(issue.matter for issue in wsis.issues if issue.id == "igf-core-funding")

    assert [(rule.matter, rule.stage, rule.share, rule.strict) for rule in unga.rules] == [
        ("", "", "1/2", True),
        (budget, "plenary", "2/3", False),
    ]
    assert [(rule.matter, rule.number, rule.verified) for rule in participants.rules] == [("reject budget", 4, "no")]  # another matter


def test_a_group_speaks_as_its_actor_and_a_forum_names_its_issues(wsis: Dossier) -> None:
    assert {row.id for row in wsis.actors} >= {"g77-and-china"} and len(wsis.members("g77-and-china", "2026-12-01")) == 134
    issues = {row.id: row.issues for row in wsis.processes}

    assert all(len(issues[forum]) == 9 for forum in ("unga", "unga-c2", "cstd", "igf")) and issues["unga-c5"] == ("igf-core-funding",)


@pytest.mark.parametrize(
    ("us", "issue", "first", "aside"),
    [
        ("tccm", "igf-core-funding", "cstd", 4),
        ("european-union", "igf-core-funding", "unga-c2", 4),
        ("g77-and-china", "multistakeholder", "unga-c2", 2),
        ("tccm", "multistakeholder", "cstd", 2),
    ],
)
def test_where_each_desk_takes_it(wsis: Dossier, us: str, issue: str, first: str, aside: int) -> None:
    answer = ask("where-should-we-take-it", Case(dossier=wsis, today=dt.date(2026, 12, 1)), us=us, issue=issue)

    assert answer.table("fora").rows[0][0].id == first and len(answer.table("aside").rows) == aside
    assert not any("31 October" in words or "31 December" in words for words in answer.sentences("en"))
