"""The questions on conflicts: on a small quarrel that can be worked out by hand, and on the flagship's model."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import re
from pathlib import Path

import pytest
from questions.conflict_dossier import MODEL, PART, PARTS

from legation.dossier import Mandate, Wording, decode, load
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.figures import render
from legation.language import LANGUAGES, Lang, say
from legation.methods.conflict import GraphModel, stability
from legation.questions import Answer, Case, ask
from legation.questions.conflict.inputs import find_conflict
from legation.questions.conflict.settlement import fixed, settling_edits
from legation.questions.conflict.what_if_we_fail import alone
from legation.questions.question import silent

ROOT = Path(__file__).parents[3]
ASKED = ("where-could-it-settle", "what-would-settle-it", "what-if-we-fail")
TODAY = dt.date(2020, 1, 1)
GAME = GraphModel.from_options(
    {"intruder": ["intrude"], "state": ["attribute", "expel"]},
    rules=["not (expel and not attribute)"],
    direction={"attribute": "on_only"},
    statements={"intruder": ["not expel", "intrude"], "state": ["not intrude", "expel if intrude", "not expel", "not attribute"]},
)
"""The quarrel, made by the method itself."""


def case(model: str = MODEL, as_of: str = "2019-01-01", **changed: bytes) -> Case:
    return Case(dossier=decode({**PARTS, PART: model.encode(), **changed}), today=TODAY).at(dt.date.fromisoformat(as_of))


def answer(question: str, text: str = MODEL, as_of: str = "2019-01-01", **options: object) -> Answer:
    return ask(question, case(text, as_of), **options)


def ids(found: Answer) -> list[str]:
    return [finding.id for finding in found.findings]


def numbers(states: tuple[int, ...]) -> list[int]:
    return [state + 1 for state in states]


@pytest.mark.parametrize("notion", ["nash", "seq", "smr", "gmr", "sseq", "sim"])
def test_the_equilibria_are_those_of_the_method_numbered_from_one(notion: str) -> None:
    rows = answer("where-could-it-settle", notion=notion).table("states").rows

    assert sorted(row[0] for row in rows if row[0] != 2) == numbers(stability(GAME, [notion]).equilibria[notion])
    assert {row[0]: row[1] for row in rows}[2] == "100", "the status quo stands there too"


def test_the_strongest_stand_first_and_the_way_is_told() -> None:
    found = answer("where-could-it-settle")

    assert [row[0] for row in found.table("states").rows] == [2, 6, 1, 3]
    assert say(found.finding("equilibrium-6").message, "en") == (
        "It could settle at state 6. Intruder: “stays in the network”; State: “names the author” and “expels diplomats”. Why it holds: nobody "
        "has an improvement (Nash). 1 move leads there from the status quo: State takes “names the author” and “expels diplomats”, which leads "
        "to state 6."
    )
    assert found.finding("equilibrium-1").message.id.endswith(".equilibrium")
    assert found.finding("space").message.values["count"] == GAME.count == 6
    told = found.finding("why-1-intruder").message
    assert told.id.endswith(".deterred")
    assert (told.values["to"], told.values["number"]) == ("2", "1")


def test_a_state_is_named_by_number_bits_or_options() -> None:
    given = [
        answer("where-could-it-settle", state=text).finding("asked").message for text in ("6", "111", "intrude;names the author; EXPEL")
    ]

    assert given[0] == given[1] == given[2]
    assert answer("where-could-it-settle", state="100").finding("asked").message.id.endswith("asked-falls")
    assert answer("where-could-it-settle", state="2").finding("why-2-state").message.id.endswith(".unanswered")
    for wrong in ("101", "7", "0", "9" * 40, "²", "dance", "expel"):
        with pytest.raises(WrongUse) as caught:
            answer("where-could-it-settle", state=wrong)
        assert all(not caught.value.message.in_language(lang).startswith("[") for lang in LANGUAGES)  # type: ignore[attr-defined]


def test_play_follows_the_seed_and_is_worded_as_play() -> None:
    found = [answer("where-could-it-settle", seed=seed, runs=300) for seed in (1, 1, 2)]

    assert found[0].table("plays").rows == found[1].table("plays").rows
    assert sum(row[3] for row in found[0].table("plays").rows) == pytest.approx(1)
    assert "no forecast" in say(found[0].finding("plays").message, "en")
    assert "plays" not in ids(answer("where-could-it-settle", runs=0))


def test_changed_judgements_are_solved_again() -> None:
    found = answer("where-could-it-settle", notion="nash")
    rows = found.table("trials").rows

    assert len(rows) == 3 * 6 - 2
    assert found.finding("sensitivity").message.values["of"] == len(rows)
    told = [row for row in rows if say(row[1], "en").startswith("If State put its judgement 2")]
    by_hand = GraphModel.from_options(
        {"intruder": ["intrude"], "state": ["attribute", "expel"]},
        rules=["not (expel and not attribute)"],
        direction={"attribute": "on_only"},
        statements={"intruder": ["not expel", "intrude"], "state": ["not intrude", "not expel", "expel if intrude", "not attribute"]},
    )
    before, after = (set(numbers(stability(g, ["nash"]).equilibria["nash"])) for g in (GAME, by_hand))
    assert [set(map(int, row[2])) for row in told] == [before - after]
    assert [set(map(int, row[3])) for row in told] == [after - before]


def test_who_moves_together_and_what_one_side_sees() -> None:
    found = answer("where-could-it-settle", together="A; state", status_quo="111")

    assert found.finding("coalition").message.values["count"] == 1
    assert found.finding("view-intruder").message.values["surprises"] == ("1", "3")
    assert found.finding("hypergame").message.values["count"] == 1
    alone_ = answer("where-could-it-settle", together="A")
    assert "coalition" not in ids(alone_)
    assert any(m.id.endswith("too-few-together") for m in alone_.missing)
    with pytest.raises(WrongUse, match="Nobody at all"):
        answer("where-could-it-settle", together="Nobody at all")


def test_a_date_hides_the_model_and_its_judgements() -> None:
    with pytest.raises(NotAvailable, match=r"conflicts/NAME\.toml"):
        answer("where-could-it-settle", as_of="2018-05-31")
    early, late = (answer("where-could-it-settle", as_of=day) for day in ("2018-08-31", "2018-09-01"))

    assert [row[0] for row in early.table("states").rows] == [2, 6, 1, 3, 5]
    assert [row[0] for row in late.table("states").rows] == [2, 6, 1, 3]
    assert len(early.table("judgements").rows) == 5


@pytest.mark.parametrize("question", ASKED)
def test_without_an_evidence_item_its_judgement_counts_no_more(question: str) -> None:
    whole = case()
    thinned = dataclasses.replace(whole.dossier, evidence=tuple(e for e in whole.dossier.evidence if e.id != "e2"))
    without = MODEL.replace('[[preference.judgement]]\nstatement = "not intrude"\nevidence = ["e2"]\n', "")
    seen, deleted = ask(question, Case(dossier=thinned, today=TODAY, as_of=whole.as_of)), answer(question, without)

    assert without != MODEL
    assert all("e2" not in finding.evidence for finding in seen.findings)
    assert [(f.id, f.message) for f in seen.findings] == [(f.id, f.message) for f in deleted.findings]
    assert {f.id: f.evidence for f in ask(question, whole).findings}.keys() != set()


@pytest.mark.parametrize("question", ASKED)
def test_a_judgement_without_a_source_is_said_to_be_so(question: str) -> None:
    found = answer(question)

    (told,) = [caveat for caveat in found.caveats if caveat.id == "conflict.unsourced"]
    assert (told.values["count"], told.values["of"]) == (2, 6)
    assert [row[4].id for row in found.table("judgements").rows].count("grounds.assumed") == 2
    assert any(caveat.id == "conflict.illustration" for caveat in found.caveats)


def test_an_answer_of_the_inverse_is_solved_again_and_changes_least() -> None:
    found = answer("what-would-settle-it", wanted="2", notion="nash")

    assert found.finding("inverse").message.id.endswith(".fewest")
    assert [say(row[1], "en") for row in found.table("orders").rows] == ["State would have to be indifferent between states 2 and 6"]
    assert found.finding("leaves-state").message.values["to"] == "6"
    kept = answer("what-would-settle-it", wanted="2", notion="nash", keep="state")
    assert kept.finding("inverse").message.id.endswith("impossible-kept")
    assert answer("what-would-settle-it", wanted="6").finding("wanted").message.id.endswith(".holds")
    assert "undone" in ids(answer("what-would-settle-it", wanted="6"))


@pytest.mark.parametrize("notion", ["nash", "seq", "smr", "gmr", "sseq"])
def test_fixed_options_make_it_hold_and_nothing_smaller_does(notion: str) -> None:
    conflict = find_conflict(case(), "")
    for wanted in range(GAME.count):
        found = answer("what-would-settle-it", wanted=str(wanted + 1), notion=notion)
        if found.finding("wanted").message.id.endswith(".holds"):
            continue
        count = (
            found.finding("levers").message.values["count"] if found.finding("levers").message.id.rpartition(".")[2] != "no-lever" else 0
        )
        brute = {
            size: sum(
                stability(fixed(conflict, wanted, some), [notion]).stable[notion][:, wanted].all()
                for some in itertools.combinations(range(3), size)
            )
            for size in (1, 2)
        }
        assert count == (brute[1] or brute[2])


def test_what_is_wanted_is_chosen_and_said_where_it_is_not_given() -> None:
    found = answer("what-would-settle-it")

    assert any(caveat.id.endswith(".chosen") for caveat in found.caveats)
    assert not found.finding("wanted").message.id.endswith(".holds")
    assert found.finding("wanted").message.values["number"] != "2", "the status quo is not what one wants to settle at"


def test_who_goes_there_together_and_who_loses() -> None:
    found = answer("what-would-settle-it", wanted="1", status_quo="111")

    assert "parties" not in {table.id for table in found.tables}
    assert found.finding("party-none")
    reached = answer("what-would-settle-it", wanted="3", status_quo="111")
    assert [tuple(m.id for m in row[0]) for row in reached.table("parties").rows] == [("intruder", "state")]
    assert answer("what-would-settle-it", wanted="6", status_quo="100").finding("losers").message.values["count"] == 1


def test_what_each_secures_is_the_maximin_of_its_own_options() -> None:
    conflict = find_conflict(case(), "")
    for start in (None, *range(GAME.count)):
        reach = range(GAME.count) if start is None else [s for s in range(GAME.count) if s == start or _leads(start, s)]
        for one in alone(conflict, start):
            rank = GAME.rank(one.maker)
            own = [k for k, maker in enumerate(("intruder", "state", "state")) if maker == one.maker]
            worst: dict[tuple[str, ...], int] = {}
            for s in reach:
                does = tuple(GAME.name(s)[k] for k in own)
                worst[does] = min(worst.get(does, 99), int(rank[s]))
            assert int(rank[one.worst]) == max(worst.values())
            assert worst[tuple("1" if one.takes[k] else "0" for k in own)] == max(worst.values())
            assert one.level == int(rank.max()) + 1 - max(worst.values())
            assert one.combinations == list(worst.values()).count(max(worst.values()))


def _leads(start: int, end: int) -> bool:
    seen, new = {start}, [start]
    while new:
        state = new.pop()
        for maker in GAME.decision_makers:
            for after in GAME.reachable(maker, state):
                if after not in seen:
                    seen.add(after)
                    new.append(after)
    return end in seen


def test_our_own_case_stands_first_beside_the_mandate() -> None:
    asked = case()
    mandate = Mandate(walk_away=Wording(en="If nobody is named", fr="Si nul n'est nommé"), fallback=Wording(en="Wait", fr="Attendre"))
    owner = Case(dossier=dataclasses.replace(asked.dossier, mandate=mandate), today=TODAY, as_of=asked.as_of)
    found = ask("what-if-we-fail", owner, us="B")

    assert ids(found)[0] == "alone-state"
    assert {"walk-away", "fallback"} <= set(ids(found))
    assert "If nobody is named" in say(found.finding("walk-away").message, "en")
    assert "walk-away" not in ids(ask("what-if-we-fail", asked, us="B"))
    assert any(m.id.endswith("no-mandate") for m in ask("what-if-we-fail", asked, us="B").missing)
    assert any(m.id.endswith("no-us") for m in ask("what-if-we-fail", owner).missing)


def test_what_is_not_there_is_said() -> None:
    bare = {name: data for name, data in PARTS.items() if name != PART}
    for question in ASKED:
        with pytest.raises(NotAvailable, match=r"legation template conflicts/NAME\.toml"):
            ask(question, Case(dossier=decode(bare), today=TODAY))
        with pytest.raises(WrongUse, match="quarrel"):
            answer(question, model="other")
        with pytest.raises(DossierError, match=r"conflicts/quarrel\.toml"):
            answer(question, MODEL.replace('maker = "state"', 'maker = "nobody"'))


def test_of_several_models_the_first_is_taken_and_said() -> None:
    both = {**PARTS, "conflicts/affair.toml": MODEL.replace("A quarrel", "An affair").encode()}
    found = ask("where-could-it-settle", Case(dossier=decode(both), today=TODAY))

    (told,) = [caveat for caveat in found.caveats if caveat.id == "conflict.others"]
    assert (told.values["name"], told.values["others"]) == ("affair", ("quarrel",))


def test_a_conflict_of_whose_maker_no_preference_was_known_was_none_yet() -> None:
    later = MODEL.replace('[[preference]]\nmaker = "state"', '[[preference]]\nknown_on = "2019-06-01"\nmaker = "state"')

    with pytest.raises(NotAvailable, match=r"conflicts/NAME\.toml"):
        answer("where-could-it-settle", later)


def test_the_roles_and_goals_of_an_exercise_are_in_the_tables() -> None:
    found = answer("where-could-it-settle")
    goals = found.table("goals").rows

    assert [row[2].id for row in found.table("options").rows] == ["intrude", "attribute", "expel"]
    assert {row[0].id: row[3] for row in goals if row[1] == 1} == {"intruder": "100 110", "state": "000"}


@pytest.fixture(scope="module", params=ASKED)
def of_flagship(request: pytest.FixtureRequest) -> Answer:
    """Return what a question answers on the flagship, asked once for both languages."""
    dossier = load(ROOT / "examples/un-ict-2018")
    if not any(part.startswith("conflicts/") for part in dossier.files):
        pytest.skip("the flagship has no conflict model")
    return ask(request.param, dossier, **({"wanted": "1"} if request.param == "what-would-settle-it" else {"runs": 50}))


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_flagship_in_both_languages(of_flagship: Answer, lang: Lang) -> None:
    data = json.loads(json.dumps(of_flagship.to_json(lang), allow_nan=False))

    words = json.dumps([data["findings"], data["caveats"], data["missing"]], ensure_ascii=False)
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b", words)
    assert all(finding["evidence"] for finding in data["findings"])
    assert all(render.svg(figure, lang).startswith("<svg") for figure in of_flagship.figures)


@pytest.mark.parametrize("notion", ["nash", "seq", "sseq"])
def test_changed_judgements_that_settle_do_so_in_a_game_made_anew(notion: str) -> None:
    conflict = find_conflict(case(), "")
    given = {p.maker: tuple(j.statement for j in p.judgements) for p in conflict.model.preferences}
    for wanted in range(GAME.count):
        if stability(GAME, [notion]).stable[notion][:, wanted].all():
            continue
        search = settling_edits(conflict, wanted, notion, (), silent)
        for some in search.found:
            made = GraphModel.from_options(
                {"intruder": ["intrude"], "state": ["attribute", "expel"]},
                rules=["not (expel and not attribute)"],
                direction={"attribute": "on_only"},
                statements=given | {change.maker: change.statements for change in some},
            )
            assert stability(made, [notion]).stable[notion][:, wanted].all()
        assert search.tried == search.of
