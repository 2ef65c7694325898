"""The worked conflict model: who decides what, why each is taken to prefer what it does, and the numbers that its page states."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from legation.dossier import Dossier, load
from legation.dossier.models.conflict import CONFLICT, ConflictModel, StatementPreference
from legation.methods.conflict import GraphModel, chains, coalition_improvements, hypergame, stability

FOLDER = Path(__file__).parents[2] / "examples" / "un-ict-2018"
PART = "conflicts/attribution-crisis.toml"
PAGES = {"README.md": "yes", "README.fr.md": "oui"}


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load(FOLDER)


@pytest.fixture(scope="module")
def model() -> ConflictModel:
    return CONFLICT.read((FOLDER / PART).read_bytes(), PART)


@pytest.fixture(scope="module")
def game(model: ConflictModel) -> GraphModel:
    return model.graph()


def every_judgement(model: ConflictModel) -> list[StatementPreference]:
    views = [p for view in model.views for p in view.preferences]
    return [judgement for p in (*model.preferences, *views) for judgement in p.judgements]


def settled(model: ConflictModel, notion: str) -> list[str]:
    """Return the equilibria as bit strings."""
    game = model.graph()
    return [game.name(state) for state in stability(game, [notion]).equilibria[notion]]


def with_judgements(model: ConflictModel, maker: str, judgements: Sequence[StatementPreference]) -> ConflictModel:
    changed = (dataclasses.replace(p, judgements=tuple(judgements)) if p.maker == maker else p for p in model.preferences)
    return dataclasses.replace(model, preferences=tuple(changed))


def stated(page: str, model: ConflictModel) -> dict[str, str]:
    """Return the states in the columns A, B and C of a page's table, as bit strings in the order of the model's options."""
    rows = re.findall(r"^\| `([a-z]+)`[^|]*\| (\w+) \| (\w+) \| (\w+) \|$", (FOLDER / page).read_text("utf-8"), re.MULTILINE)
    taken = {option: marks for option, *marks in rows}
    return {
        column: "".join("1" if taken[option.id][at] == PAGES[page] else "0" for option in model.options) for at, column in enumerate("ABC")
    }


@pytest.fixture(scope="module")
def found(model: ConflictModel) -> dict[str, str]:
    return stated("README.md", model)


def test_it_is_in_the_dossier_known_at_its_date_and_an_illustration(dossier: Dossier, model: ConflictModel) -> None:
    assert model.illustration
    assert model.author
    assert model.known_on is not None
    assert dossier.info.as_of is not None
    assert model.known_on.by(dossier.info.as_of.last)


def test_four_who_decide_ten_options_and_what_cannot_be_taken_back(model: ConflictModel) -> None:
    assert len(model.makers) >= 4
    assert len(model.options) >= 10
    irreversible = {option.id for option in model.options if option.direction == "on_only"}
    assert {"attribute", "disclose"} <= irreversible


def test_roles_are_roles(model: ConflictModel) -> None:
    """No decision maker is an actor of the dossier, so that nothing said of a role is said of a State or a company."""
    assert {maker.actor for maker in model.makers} == {""}


def test_five_to_ten_judgements_each(model: ConflictModel) -> None:
    assert {p.maker for p in model.preferences} == {maker.id for maker in model.makers}
    assert all(5 <= len(p.judgements) <= 10 for p in model.preferences)


def test_each_judgement_and_each_rule_has_a_reason_in_both_languages_and_a_source(model: ConflictModel, dossier: Dossier) -> None:
    known = {e.id for e in dossier.evidence}
    told = [*every_judgement(model), *model.infeasible, *model.views]
    assert [x for x in told if not (x.reason.en and x.reason.fr and x.evidence)] == []
    assert set(model.cited()) - known == set()
    assert [x for x in (*model.makers, *model.options) if not (x.name.en and x.name.fr)] == []


def test_no_judgement_is_older_than_what_it_rests_on(model: ConflictModel, dossier: Dossier) -> None:
    known = {e.id: e.known_on or e.date for e in dossier.evidence}
    early = [
        (j.statement, source)
        for j in every_judgement(model)
        for source in j.evidence
        if j.known_on is None or ((day := known[source]) is not None and not day.by(j.known_on.last))
    ]
    assert early == []


def test_nothing_is_foretold(model: ConflictModel) -> None:
    texts = [model.note, model.question, *(x.note for x in (*model.makers, *model.options)), *(j.reason for j in every_judgement(model))]
    assert [text.en for text in texts if re.search(r"\bwill\b", text.en or "", re.IGNORECASE)] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_equilibria_are_those_of_the_pages(page: str, model: ConflictModel, game: GraphModel) -> None:
    text = (FOLDER / page).read_text("utf-8").replace("\u202f", " ")

    assert set(stated(page, model).values()) == set(settled(model, "nash"))
    assert len(set(settled(model, "seq")) - set(settled(model, "nash"))) == 2
    assert game.count == 992
    assert "992" in text
    assert model.start == "0" * 12


def test_the_way_forks_at_the_evidence(model: ConflictModel, game: GraphModel, found: dict[str, str]) -> None:
    """Two of the equilibria are six improving moves from the start, the company's first; the third is never reached."""
    ways = chains(game, model.start, improving=True)
    assert [int(ways.earliest[game.state(found[column])]) for column in "ABC"] == [6, 6, -1]
    first = {ways.path(game.state(found[column]))[0].decision_maker for column in "AB"}
    assert first == {"firm"}


def test_the_way_out_is_a_joint_one(model: ConflictModel, game: GraphModel, found: dict[str, str]) -> None:
    joint = coalition_improvements(game, ["attributing", "partners"], found["A"])
    assert joint
    assert all({"evidence", "join"} <= {o.id for o in model.taken(game.name(improvement.state))} for improvement in joint)


def test_one_swap_of_neighbouring_judgements_changes_the_equilibria(model: ConflictModel, found: dict[str, str]) -> None:
    before, count, changes = settled(model, "nash"), 0, []
    for p in model.preferences:
        for at in range(len(p.judgements) - 1):
            first, second = p.judgements[at : at + 2]
            swapped = with_judgements(model, p.maker, [*p.judgements[:at], second, first, *p.judgements[at + 2 :]])
            count += 1
            if (after := settled(swapped, "nash")) != before:
                changes.append((p.maker, first.statement, second.statement, set(after)))

    assert count == 31
    assert changes == [("partners", "evidence if join", "join", {found["B"], found["C"]})]


def test_a_company_that_fears_for_its_cover_keeps_silent(model: ConflictModel) -> None:
    judgements = list(model.preference_of("firm").judgements)
    cover = next(j for j in judgements if j.statement == "not refuse")
    judgements.remove(cover)
    judgements.insert(1, cover)

    assert model.start not in settled(model, "seq")
    assert model.start in settled(with_judgements(model, "firm", judgements), "seq")


def test_in_the_view_of_the_coalition_partners_follow_on_its_word(model: ConflictModel, game: GraphModel, found: dict[str, str]) -> None:
    seen = hypergame(game, model.perceptions(), ("nash",))
    expected = seen.own[game.number("attributing")].equilibria["nash"]
    assert {game.name(state) for state in expected} == {found["B"], found["C"]}
    assert game.state(found["A"]) in seen.equilibria["nash"]
