"""Scenario models written by hand: what is read, what is written back, and every fault with its place."""

from __future__ import annotations

import datetime as dt
import string
import time
from pathlib import Path

import numpy as np
import pytest
from dossier.model_rows import seen_of
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier.column import Wording
from legation.dossier.models.scenario import (
    SCENARIO,
    Descriptor,
    Plan,
    Rule,
    ScenarioJudgement,
    ScenarioModel,
    Signpost,
    Variant,
    Worth,
    completed,
)
from legation.dossier.models.scenario_worth import worth_in
from legation.dossier.parts import ModelRow, form_of, walk
from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.methods.scenario import Fix, Forbid, Imply, consistent, survival

PART = "scenarios/example.toml"
EXAMPLE = Path(__file__).parents[3] / "examples" / "iana-transition-2014" / "scenarios" / "internet-governance.toml"
HEAD = """
[[descriptor]]
id = "a"
variant = [{ id = "x", name_fr = "premier" }, { id = "y" }]
[[descriptor]]
id = "b"
variant = [{ id = "x" }, { id = "y" }, { id = "z" }]
"""


def model(text: str) -> ScenarioModel:
    return SCENARIO.read((HEAD + text).encode(), PART)


def faults(text: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Return code and place of every fault; each is said in both languages."""
    with pytest.raises(DossierError) as error:
        SCENARIO.read((head + text).encode(), PART)
    for problem in error.value.problems:
        for lang in LANGUAGES:
            assert "[" not in say(problem.remedy, lang)[:1]
            assert say(problem.remedy, lang)
    return [(problem.code, problem.column or "") for problem in error.value.problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_a_model_that_has_futures_and_plans(lang) -> None:
    made = SCENARIO.read(SCENARIO.template(lang).encode(), PART)
    found = consistent(made.matrix(lang), constraints=made.constraints())
    lives = survival(made.matrix(), found.scenarios, made.needs())

    assert found.complete
    assert 2 <= len(found.scenarios) < made.matrix().n_scenarios
    assert lives.activities == ("visit", "hotline")
    assert 0 < lives.count[0] < len(found.scenarios)


def test_all_ways_of_writing_a_judgement_say_the_same() -> None:
    ways = [
        'from = "a.x"\nto = { "b.x" = 1, "b.z" = -2 }',
        'from = "a.x"\nto = { b = { x = 1, z = -2 } }',
        'from = "a.x"\nto.b.x = 1\nto.b.z = -2',
        'from = "a"\nto = "b"\nrows = { x = [1, 0, -2] }',
    ]
    matrices = [model(f"[[judgement]]\n{way}\n").matrix().array.tolist() for way in ways]

    assert matrices[0] == [[0, 0, 1, 0, -2], *[[0] * 5] * 4]
    assert matrices == [matrices[0]] * 4


def test_names_follow_the_language_and_numbers_do_not() -> None:
    made = model('[model]\ntitle_fr = "Avenirs"\ntitle_en = "Futures"\n')

    assert made.matrix("fr").variants[0] == ("premier", "y")
    assert made.matrix().variants[0] == ("x", "y")
    assert (made.matrix("fr").name, made.matrix("en").name, made.matrix().name) == ("Avenirs", "Futures", "example")


def test_intervals_confidence_and_experts_become_matrices() -> None:
    made = model(
        '[[judgement]]\nfrom = "a.x"\nto = { "b.x" = [-1, 1, 2], "b.y" = 3 }\nconfidence = 2\n'
        'experts = { kim = { "b.x" = -1 }, ada = { "b.y" = 0 } }\n'
        '[[judgement]]\nfrom = "b.y"\nto = { "a.y" = 2 }\n'
    )
    low, high = made.intervals()

    assert (low[0, 2], high[0, 2], low[0, 3], high[0, 3], low[3, 1]) == (-1, 2, 3, 3, 2)
    assert made.confidence()[0].tolist() == [0, 0, 2, 2, 0]
    assert list(made.experts()) == ["ada", "kim"]
    assert made.experts()["kim"][0].tolist() == [0, 0, -1, 3, 0]
    assert made.experts()["ada"][0].tolist() == [0, 0, 1, 0, 0]
    assert made.experts()["ada"][3, 1] == 2
    assert model("").intervals() is None
    assert model("").confidence() is None
    assert dict(model("").experts()) == {}


def test_a_later_judgement_replaces_an_earlier_one_and_is_not_known_before() -> None:
    made = model(
        '[model]\nknown_on = "2020"\n[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 3 }\nknown_on = "2021-06"\nreason = "new"\n'
        '[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nreason = "old"\n'
        '[[rule]]\nfix = "a.x"\nknown_on = "2022"\n[[plan]]\nid = "p"\nknown_on = "2022"\n'
    )
    before = seen_of(SCENARIO, made, (), dt.date(2021, 1, 1))

    assert made.matrix().array[0, 2] == 3
    assert before.matrix().array[0, 2] == 1
    assert str(made.judged()[0, 2].reason) == "new"
    assert str(before.judged()[0, 2].reason) == "old"
    assert (before.rules, before.plans) == ((), ())
    assert seen_of(SCENARIO, made, (), dt.date(2020, 12, 30)) is None


def test_rules_and_needs_in_the_form_of_the_methods() -> None:
    made = model(
        '[[rule]]\nfix = ["b.x", "b.z"]\n[[rule]]\nforbid = ["a.x", "b.x"]\n[[rule]]\nif = "a.y"\nthen = "b.z"\n'
        '[[plan]]\nid = "p"\nneeds = ["b.z", "a.x", "b.y"]\n[[plan]]\nid = "q"\n'
    )

    assert made.constraints() == (Fix(1, [0, 2]), Forbid((0, 0), (1, 0)), Imply((0, 1), 1, [2]))
    assert made.needs() == {"p": [(1, [2, 1]), (0, [0])], "q": []}
    assert consistent(made.matrix(), constraints=made.constraints()).scenarios.tolist() == [[0, 2], [1, 2]]


def test_payoffs_add_up_where_every_plan_has_one() -> None:
    text = '[[plan]]\nid = "p"\npayoff = { always = -1, "a.x" = 4, "b.z" = 0.5 }\n[[plan]]\nid = "q"\n'

    assert model(text).payoff([[0, 0]]) is None
    assert model(text + "payoff = { always = 2 }\n").payoff([[0, 0], [0, 2], [1, 1]]).tolist() == [[3, 3.5, -1], [2, 2, 2]]


WORTH = (
    '[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nvalue = -1\n[[plan.worth]]\nwhere = "a.x"\nlow = 2\nvalue = 4\nhigh = 9\n'
    '[[plan.worth]]\nwhere = "a.x"\nvalue = 0.5\nlow = 0\n[[plan]]\nid = "q"\npayoff = { "b.z" = 3 }\n[[plan]]\nid = "r"\n'
)


def test_rows_of_worth_add_up_with_their_ranges() -> None:
    made = model(WORTH)
    found = made.worth([[0, 0], [0, 2], [1, 1]])

    assert found.low.tolist() == [[1, 1, -1], [0, 3, 0], [0, 0, 0]]
    assert found.value.tolist() == [[3.5, 3.5, -1], [0, 3, 0], [0, 0, 0]]
    assert found.high.tolist() == [[8.5, 8.5, -1], [0, 3, 0], [0, 0, 0]]
    assert found.is_valued == (True, True, False)
    assert made.payoff([[0, 0]]) is None
    assert model(WORTH.removesuffix('[[plan]]\nid = "r"\n')).payoff([[0, 0], [1, 1]]).tolist() == [[3.5, -1], [0, 0]]
    assert made.worth(np.zeros((0, 2), int)).value.shape == (3, 0)


def test_costs_review_and_worth_of_a_plan_are_read_and_written() -> None:
    made = model(
        '[[plan]]\nid = "p"\ncosts_en = "Two posts"\nreview_by = "2026-05"\n[[plan.worth]]\nwhere = "a.y"\nvalue = 1\nevidence = ["e1"]\n'
    )
    plan = made.plans[0]

    assert (str(plan.costs), str(plan.review_by), plan.worth[0].place, plan.worth[0].ends) == (
        "Two posts",
        "2026-05",
        ("a", "y"),
        (1, 1, 1),
    )
    assert plan.worth[0].evidence == ("e1",)
    assert SCENARIO.read(SCENARIO.write(made), PART) == made


def test_every_evidence_id_is_cited_once() -> None:
    text = '[model]\nevidence = ["e1"]\n[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nevidence = ["e2", "e1"]\n'
    post = HEAD.replace('{ id = "y" }]\n[[d', '{ id = "y", signposts = [{ evidence = "e3", says = "against" }] }]\n[[d')

    assert SCENARIO.read((post + text).encode(), PART).cited() == ("e1", "e3", "e2")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('[[judgement]]\nfrom = "a.q"\nto = { "b.x" = 1 }', "unknown-in-model", "judgement 1.from"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "c.x" = 1 }', "unknown-in-model", "judgement 1.to.c.x"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1.5 }', "toml-value", "judgement 1.to.b.x"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = true }', "toml-value", "judgement 1.to.b.x"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = [2, 1, 3] }', "out-of-order", "judgement 1.to.b.x"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = [1, 2] }', "toml-value", "judgement 1.to.b.x"),
        ('[[judgement]]\nfrom = "a.x"', "toml-value", "judgement 1.to"),
        ('[[judgement]]\nfrom = "a"\nto = "b"\nrows = { x = [1, 2] }', "uneven-row", "judgement 1.rows.x"),
        ('[[judgement]]\nfrom = "a"\nto = "b"\nrows = { w = [1, 2, 3] }', "unknown-in-model", "judgement 1.rows.w"),
        ('[[judgement]]\nfrom = "a"\nto = "c"\nrows = { x = [1, 2, 3] }', "unknown-in-model", "judgement 1.to"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nconfidence = 6', "out-of-range", "judgement 1.confidence"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nconfidnce = 6', "unknown-key", "judgement 1.confidnce"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nexperts = { kim = { "b.w" = 1 } }', "unknown-in-model", "judgement 1.experts.kim.b.w"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\n[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 2 }', "judged-twice", "judgement 2"),
        ('[[rule]]\nfix = ["a.x", "b.x"]', "several-descriptors", "rule 1.fix"),
        ('[[rule]]\nforbid = ["a.x", "a.y"]', "same-descriptor", "rule 1"),
        ('[[rule]]\nforbid = ["a.x"]', "toml-value", "rule 1.forbid"),
        ('[[rule]]\nfix = "a.x"\nforbid = ["a.x", "b.x"]', "toml-value", "rule 1"),
        ('[[rule]]\nif = "a.x"', "toml-value", "rule 1"),
        ('[[plan]]\nid = "p"\nneeds = "a.q"', "unknown-in-model", "plan 1.needs"),
        ('[[plan]]\nname = "p"', "bad-id", "plan 1.id"),
        ('[[plan]]\nid = "p"\npayoff = { "a.x" = nan }', "toml-value", "plan 1.payoff.a.x"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nlow = 3\nvalue = 2', "out-of-order", "plan 1.worth 1"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nvalue = 2\n[[plan.worth]]\nwhere = "a.x"\nvalue = 2\nhigh = 1', "out-of-order",
         "plan 1.worth 2"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nvalue = nan', "toml-value", "plan 1.worth 1.value"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nvalue = 1\nhigh = inf', "toml-value", "plan 1.worth 1.high"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nvalue = 2e12', "toml-value", "plan 1.worth 1.value"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"', "toml-value", "plan 1.worth 1.value"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nvalue = 1', "toml-value", "plan 1.worth 1.where"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "a.q"\nvalue = 1', "unknown-in-model", "plan 1.worth 1.where"),
        ('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "a"\nvalue = 1', "toml-value", "plan 1.worth 1.where"),
        ('[[plan]]\nid = "p"\npayoff = { always = 1 }\n[[plan.worth]]\nwhere = "a.x"\nvalue = 1', "worth-and-payoff", "plan 1.worth"),
        ('[[plan]]\nid = "p"\n[[plan]]\nid = "p"', "twice-in-model", "plan 2.id"),
        ('[[plan]]\nid = "p"\nname = "P"\n[[plan]]\nid = "q"\nname_en = "P"', "twice-in-model", "plan 2.name"),
        ('[[descriptor]]\nid = "c"\nvariant = [{ id = "x" }]', "few-variants", "descriptor 3.variant"),
        ('[[descriptor]]\nid = "c"\nvariant = [{ id = "x" }, { id = "x" }]', "twice-in-model", "descriptor 3.variant 2.id"),
        ('[[descriptor]]\nid = "a"\nvariant = [{ id = "x" }, { id = "y" }]', "twice-in-model", "descriptor 3.id"),
        ('[[descriptor]]\nid = "c"\nvariant = [{ name = "x" }, { id = "y" }]', "bad-id", "descriptor 3.variant 1.id"),
        ('[[descriptor]]\nid = "c.d"\nvariant = [{ id = "x" }, { id = "y" }]', "bad-id", "descriptor 3.id"),
        ('[[descriptor]]\nid = "c"\nvariant = [{ id = "x", likelihood = 0.4 }, { id = "y" }]', "likelihoods", "descriptor 3.variant.likelihood"),
        ('[[descriptor]]\nid = "c"\nvariants = [{ id = "x" }, { id = "y" }]', "unknown-key", "descriptor 3.variants"),
        ('[[descriptor]]\nid = "c"\nvariant = [{ id = "x", signposts = [{ evidence = "e", says = "maybe" }] }, { id = "y" }]',
         "toml-value", "descriptor 3.variant 1.signposts 1.says"),
        ('[model]\nknown_on = "soon"', "toml-value", "model.known_on"),
        ('[model]\ndescriptors = []', "unknown-key", "model.descriptors"),
        ('[modle]\ntitle = "x"', "unknown-key", "modle"),
        ("judgement = 3", "toml-value", "judgement"),
        ('[[judgement]\nfrom', "bad-toml", ""),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(text, code, place) -> None:
    head, text = ("", text + HEAD) if text.startswith("judgement =") else (HEAD, text)

    assert (code, place) in faults(text, head)


def test_all_faults_come_at_once() -> None:
    found = faults('[[judgement]]\nfrom = "a.q"\nto = { "b.x" = "much" }\n[[rule]]\nfix = "z.z"\n[[plan]]\nneeds = "a.q"\n')

    assert {place for _, place in found} >= {"judgement 1.from", "judgement 1.to.b.x", "rule 1.fix", "plan 1.needs", "plan 1.id"}


def test_a_model_that_is_too_large_is_refused() -> None:
    many = "".join(f'[[descriptor]]\nid = "d{i}"\nvariant = [{{ id = "x" }}, {{ id = "y" }}]\n' for i in range(201))
    wide = "".join(
        f'[[descriptor]]\nid = "d{i}"\nvariant = [{", ".join(f"{{ id = {chr(34)}v{k}{chr(34)} }}" for k in range(60))}]\n'
        for i in range(17)
    )

    assert ("model-size", "descriptor") in faults(many, "")
    assert ("model-size", "descriptor.variant") in faults(wide, "")
    assert ("model-size", "descriptor") in faults("", "")
    assert faults("#" * 1024**2) == [("part-too-large", "")]


ids = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=6)
texts = st.builds(Wording, st.just(""), fr=st.text("àéx y'", max_size=6).map(str.strip), en=st.text('ab"\\ y', max_size=6).map(str.strip))
dates = st.none() | st.sampled_from([When("2019"), When("2020-05"), When("2020-05-03")])
markings = st.sampled_from(["", *MARKINGS])
evidence = st.lists(ids, max_size=2, unique=True).map(tuple)


@st.composite
def models(draw) -> ScenarioModel:
    names = draw(st.lists(ids, min_size=2, max_size=4, unique=True))
    kinds = {name: draw(st.lists(ids, min_size=2, max_size=3, unique=True)) for name in names}
    places = st.sampled_from([(name, kind) for name, kinds in kinds.items() for kind in kinds])
    values = st.integers(-9, 9)

    def variant(identity: str) -> Variant:
        posts = draw(st.lists(st.builds(Signpost, evidence=ids, says=st.sampled_from(["for", "against"]), note=texts), max_size=1))
        return Variant(id=identity, note=draw(texts), signposts=tuple(posts), evidence=draw(evidence))

    def targets() -> dict[str, int | tuple[int, ...]]:
        found: dict[str, int | tuple[int, ...]] = {}
        for target in draw(st.lists(places, min_size=1, max_size=3, unique=True)):
            span = tuple(sorted(draw(st.tuples(values, values, values))))
            found[".".join(target)] = span if draw(st.booleans()) else span[1]
        return found

    def rows(source: str, target: str) -> dict[str, tuple[int, ...]]:
        return {
            one: tuple(draw(values) for _ in kinds[target])
            for one in draw(st.lists(st.sampled_from(kinds[source]), min_size=1, unique=True))
        }

    judgements = []
    experts = st.lists(ids, max_size=2, unique=True)
    for number, source in enumerate(draw(st.lists(places, max_size=4, unique=True)), start=1):
        more = {
            "reason": draw(texts),
            "evidence": draw(evidence),
            "known_on": When(str(2000 + number)),
            "confidence": draw(st.integers(0, 5)),
        }
        more |= {"marking": draw(markings)}
        if draw(st.booleans()):
            said = {name: targets() for name in draw(experts)}
            judgements.append(ScenarioJudgement(from_=".".join(source), to=targets(), experts=said, **more))
        else:
            target = draw(st.sampled_from(names))
            said = {name: rows(source[0], target) for name in draw(experts)}
            judgements.append(ScenarioJudgement(from_=source[0], to=target, rows=rows(source[0], target), experts=said, **more))
    a, b = names[:2]
    rules = [
        Rule(fix=tuple((a, one) for one in kinds[a][:2]), reason=draw(texts)),
        Rule(forbid=((a, kinds[a][0]), (b, kinds[b][1])), evidence=draw(evidence)),
        Rule(if_=(b, kinds[b][0]), then=tuple((a, one) for one in kinds[a]), known_on=draw(dates), marking=draw(markings)),
    ]
    worth = st.lists(st.tuples(st.none() | places, st.floats(-99, 99).map(lambda x: x + 0.0)), max_size=3, unique_by=lambda one: one[0])
    number = st.floats(-9, 9).map(lambda x: x + 0.0)
    wheres = st.just("always") | places.map(".".join)
    valued = st.builds(
        lambda where, ends, evidence: Worth(where=where, low=ends[0], value=ends[1], high=ends[2], evidence=evidence),
        wheres, st.lists(number, min_size=3, max_size=3).map(sorted), st.sampled_from([(), ("e1",)]),
    )  # fmt: skip
    plans = [
        Plan(
            id=one,
            costs=draw(texts),
            review_by=draw(dates),
            needs=tuple(draw(st.lists(places, max_size=3, unique=True))),
            **draw(
                worth.map(lambda found: {"payoff": tuple(sorted(found, key=lambda p: p[0] is not None))})
                | st.lists(valued, max_size=3).map(lambda found: {"worth": tuple(found)})
            ),
        )
        for one in draw(st.lists(ids, max_size=2, unique=True))
    ]
    return ScenarioModel(
        part=PART, title=draw(texts), known_on=draw(dates), illustration=draw(st.booleans()), evidence=draw(evidence),
        descriptors=tuple(Descriptor(id=name, variants=tuple(map(variant, kinds[name]))) for name in names),
        judgements=tuple(judgements), rules=tuple(draw(st.lists(st.sampled_from(rules), max_size=3))), plans=tuple(plans),
    )  # fmt: skip


@given(models())
def test_what_is_written_is_read_back(made) -> None:
    data = SCENARIO.write(made)
    again = SCENARIO.read(data, PART)

    assert again == made
    assert SCENARIO.write(again) == data
    assert again.matrix() == completed(made).matrix()
    assert again.judgements == completed(made).judgements


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_and_the_example_are_read_back(lang) -> None:
    for data in (SCENARIO.template(lang).encode(), EXAMPLE.read_bytes()):
        made = SCENARIO.read(data, PART)

        assert SCENARIO.read(SCENARIO.write(made), PART) == made


def test_blocks_are_written_as_blocks() -> None:
    made = model('[[judgement]]\nfrom = "a"\nto = "b"\nrows = { y = [1, [0, 0, 1], -2] }\nexperts = { kim = { y = [0, 0, 0] } }\n')
    written = SCENARIO.write(made)

    assert SCENARIO.read(written, PART) == made
    assert b"rows" in written


def test_a_number_given_as_three_stays_an_interval() -> None:
    made = model('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = [1, 1, 1] }\n')

    assert made.intervals() is not None
    assert SCENARIO.read(SCENARIO.write(made), PART).intervals() is not None


def test_every_row_can_bear_a_marking_a_source_and_a_day() -> None:
    mark = 'marking = "TLP:AMBER"\nknown_on = "2020"\n'
    inline = ', marking = "TLP:AMBER", known_on = "2020"'
    posts = f'signposts = [{{ evidence = "e", says = "for"{inline} }}]'
    head = f"[model]\n{mark}" + HEAD.replace('id = "y"', f'id = "y", {posts}{inline}').replace('id = "a"\n', f'id = "a"\n{mark}')
    tables = f'[[judgement]]\nfrom = "a.x"\nto = {{ "b.x" = 1 }}\n{mark}[[rule]]\nfix = "a.x"\n{mark}[[plan]]\nid = "p"\n{mark}'
    made = SCENARIO.read((head + tables).encode(), PART)
    marked = {table for table, _, row, _ in walk(made) if row.marking == "TLP:AMBER" and row.known_on == When("2020")}

    assert made.marking == "TLP:AMBER"
    assert marked == {"descriptor", "descriptor.variant", "descriptor.variant.signposts", "judgement", "rule", "plan"}


def test_a_row_that_cannot_be_read_leaves_what_names_it_without_fault() -> None:
    text = '[[descriptor]]\nid = "c"\nvariant = [{ id = "x", likelihood = 3 }, { id = "y" }, { id = "z" }]\n'

    assert faults(text + '[[plan]]\nid = "p"\nneeds = ["c.x", "c.w"]\n') == [
        ("toml-value", "descriptor 3.variant 1.likelihood"),
        ("unknown-in-model", "plan 1.needs"),
    ]


def test_a_fault_tells_its_line() -> None:
    with pytest.raises(DossierError) as error:
        model('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nconfidence = 3\nexperts = { kim = { "b.w" = 2 } }\n')

    assert [(one.column, one.row) for one in error.value.problems] == [("judgement 1.experts.kim.b.w", 12)]


def test_what_is_hidden_takes_along_what_says_nothing_without_it() -> None:
    made = model(
        '[[judgement]]\nfrom = "a"\nto = "b"\nrows = { x = [1, 2, 3], y = [4, 5, 6] }\nexperts = { kim = { x = [7, 8, 9] } }\n'
        '[[judgement]]\nfrom = "b.z"\nto = { "b.x" = 1, "a.y" = 2 }\n'
        '[[rule]]\nif = "a.x"\nthen = ["b.x", "b.y"]\n[[plan]]\nid = "p"\nneeds = ["a.x"]\npayoff = { always = 1, "b.x" = 2, "a.y" = 3 }\n'
    )
    block, single = made.judgements

    def gone(target) -> bool:
        return target[1] in ("b.x", "a.y")

    def cut(row: ModelRow, name: str):
        one = next(one for one in form_of(type(row)).columns if one.name == name)
        return one.kind.without(one.of(row), gone, row)

    assert cut(block, "rows") == {"x": (2, 3)}
    assert cut(block, "experts") == {"kim": {"x": (8, 9)}}
    assert cut(single, "to") == {}
    assert cut(made.plans[0], "payoff") == ((None, 1),)
    needed = {name for row in (*made.judgements, *made.rules, *made.plans) for one in form_of(type(row)).columns
              for _, name in one.kind.needs(one.of(row), row)}  # fmt: skip
    assert needed == {"a", "b", "a.x", "b.x", "b.y", "b.z"}
    kept = model('[[plan]]\nid = "p"\n[[plan.worth]]\nwhere = "always"\nvalue = 1\n[[plan.worth]]\nwhere = "b.x"\nvalue = 1\n').plans[0]
    assert [[name for one in form_of(type(row)).columns for _, name in one.kind.needs(one.of(row), row)] for row in kept.worth] == [
        [],
        ["b.x"],
    ]


def test_ten_thousand_judgements_are_read_in_about_two_seconds() -> None:
    rows = "".join(
        f'[[judgement]]\nfrom="a.{"xy"[i % 2]}"\nto={{"b.x"=1,"b.z"=-1}}\nknown_on="{1000 + i // 28 // 12}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}"\n'
        for i in range(10_000)
    )
    before = time.process_time()
    made = model(rows)

    assert len(made.judgements) == 10_000
    assert time.process_time() - before < 4


def test_arrays_are_not_shared() -> None:
    made = model('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nconfidence = 3\n')
    made.confidence()[:] = 0

    assert np.count_nonzero(made.confidence()) == 1


@given(st.data())
def test_whatever_is_done_to_a_file_it_is_a_model_or_its_faults_are_named(data) -> None:
    lines = SCENARIO.template("en").splitlines()
    values = ["3", "nan", "true", "[]", "[[1]]", "{}", '""', '"talks"', '"talks.open"', '["talks.open"]', "{ talks = { open = 1 } }",
              '{ open = [1, 2], "trust.low" = 1 }', '{ kim = { high = [1, 2], "talks.open" = 3 } }', "2026-01-01"]  # fmt: skip
    for _ in range(data.draw(st.integers(1, 4))):
        at, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match data.draw(st.sampled_from(["drop", "double", "swap", "value", "key"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                lines[at] = f"{lines[at].split('=')[0]}= {data.draw(st.sampled_from(values))}"
            case "key":
                key = data.draw(
                    st.sampled_from(
                        ["from", "to", "rows", "experts", "fix", "then", "payoff", "worth", "likelihood", "signposts", "variant"]
                    )
                )
                lines.insert(at, f"{key} = {data.draw(st.sampled_from(values))}")
    try:
        made = SCENARIO.read("\n".join(lines).encode(), PART)
    except DossierError as error:
        assert all(one.part == PART and one.in_language("fr") for one in error.problems)
    else:
        assert SCENARIO.read(SCENARIO.write(made), PART) == made
        assert made.matrix().sizes


def test_a_tenth_and_two_tenths_are_worth_what_three_tenths_are() -> None:
    halves = Plan(id="p", payoff=((None, 0.1), (("a", "x"), 0.2)))
    found = worth_in(np.zeros((1, 1), int), (halves, Plan(id="q", payoff=((None, 0.3),))), lambda place: (0, 0))

    assert found.value[0, 0] == found.value[1, 0] == found.low[0, 0]
