"""Scenario models written by hand: what is read, what is written back, and every fault with its place."""

from __future__ import annotations

import dataclasses
import datetime as dt
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.dossier.column import Wording
from legation.dossier.when import When
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.methods.scenario import Fix, Forbid, Imply, consistent, survival
from legation.sources.scenario_model import (
    Descriptor,
    Effect,
    Judgement,
    Plan,
    Rule,
    ScenarioModel,
    Signpost,
    Variant,
    read_scenario_model,
    template,
    write_scenario_model,
)

PART = "scenarios/example.toml"
HEAD = """
[[descriptor]]
id = "a"
variant = [{ id = "x", name_fr = "premier" }, { id = "y" }]
[[descriptor]]
id = "b"
variant = [{ id = "x" }, { id = "y" }, { id = "z" }]
"""


def model(text: str) -> ScenarioModel:
    return read_scenario_model((HEAD + text).encode(), PART)


def faults(text: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Return code and place of every fault; each is said in both languages."""
    with pytest.raises(DossierError) as error:
        read_scenario_model((head + text).encode(), PART)
    for problem in error.value.problems:
        for lang in LANGUAGES:
            assert "[" not in say(problem.remedy, lang)[:1]
            assert say(problem.remedy, lang)
    return [(problem.code, problem.column or "") for problem in error.value.problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_a_model_that_has_futures_and_plans(lang) -> None:
    made = read_scenario_model(template(lang).encode(), PART)
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
    before = made.known_by(dt.date(2021, 1, 1))

    assert made.matrix().array[0, 2] == 3
    assert before.matrix().array[0, 2] == 1
    assert str(made.judged()[0, 2].reason) == "new"
    assert str(before.judged()[0, 2].reason) == "old"
    assert (before.rules, before.plans) == ((), ())
    assert made.known_by(dt.date(2020, 12, 30)) is None


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


def test_every_evidence_id_is_cited_once() -> None:
    text = '[model]\nevidence = ["e1"]\n[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nevidence = ["e2", "e1"]\n'
    post = HEAD.replace('{ id = "y" }]\n[[d', '{ id = "y", signposts = [{ evidence = "e3", says = "against" }] }]\n[[d')

    assert read_scenario_model((post + text).encode(), PART).cited() == ("e1", "e3", "e2")


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
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nweight = 6', "unknown-key", "judgement 1.weight"),
        ('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\neffects = []', "unknown-key", "judgement 1.effects"),
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

    def effects(source) -> tuple[Effect, ...]:
        found = []
        for target in draw(st.lists(places, min_size=1, max_size=3, unique=True)):
            low, value, high = sorted(draw(st.tuples(values, values, values)))
            span = {"low": low, "high": high} if draw(st.booleans()) else {}
            found.append(Effect(source=source, target=target, value=value, **span))
        return tuple(found)

    judgements = []
    for source in draw(st.lists(places, max_size=4, unique=True)):
        experts = tuple((name, effects(source)) for name in draw(st.lists(ids, max_size=2, unique=True)))
        more = {"reason": draw(texts), "evidence": draw(evidence), "known_on": draw(dates), "confidence": draw(st.integers(0, 5))}
        judgements.append(Judgement(effects=effects(source), experts=experts, **more))
    a, b = names[:2]
    rules = [
        Rule(kind="fix", first=tuple((a, one) for one in kinds[a][:2]), reason=draw(texts)),
        Rule(kind="forbid", first=((a, kinds[a][0]),), then=((b, kinds[b][1]),), evidence=draw(evidence)),
        Rule(kind="imply", first=((b, kinds[b][0]),), then=tuple((a, one) for one in kinds[a]), known_on=draw(dates)),
    ]
    worth = st.lists(st.tuples(st.none() | places, st.floats(-99, 99).map(lambda x: x + 0.0)), max_size=3, unique_by=lambda one: one[0])
    plans = [
        Plan(
            id=one,
            needs=tuple(draw(st.lists(places, max_size=3, unique=True))),
            payoff=tuple(sorted(draw(worth), key=lambda p: p[0] is not None)),
        )
        for one in draw(st.lists(ids, max_size=2, unique=True))
    ]
    return ScenarioModel(
        part=PART, title=draw(texts), known_on=draw(dates), illustration=draw(st.booleans()), evidence=draw(evidence),
        descriptors=tuple(Descriptor(id=name, variants=tuple(map(variant, kinds[name]))) for name in names),
        judgements=tuple(judgements), rules=tuple(draw(st.lists(st.sampled_from(rules), max_size=3))), plans=tuple(plans),
    )  # fmt: skip


@given(models())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(made) -> None:
    data = write_scenario_model(made)
    again = read_scenario_model(data, PART)

    assert again == made
    assert write_scenario_model(again) == data
    assert write_scenario_model(dataclasses.replace(again, source=b"")) == data


def test_blocks_are_written_as_blocks() -> None:
    made = model('[[judgement]]\nfrom = "a"\nto = "b"\nrows = { y = [1, [0, 0, 1], -2] }\nexperts = { kim = { y = [0, 0, 0] } }\n')
    written = write_scenario_model(dataclasses.replace(made, source=b""))

    assert read_scenario_model(written, PART) == made
    assert b"rows" in written


def test_a_model_as_read_keeps_its_comments_and_a_changed_one_is_written_anew() -> None:
    data = template("en").encode()
    made = read_scenario_model(data, PART)
    changed = dataclasses.replace(made, horizon="2031")

    assert write_scenario_model(made) == data
    assert read_scenario_model(write_scenario_model(changed), PART) == changed


def test_arrays_are_not_shared() -> None:
    made = model('[[judgement]]\nfrom = "a.x"\nto = { "b.x" = 1 }\nconfidence = 3\n')
    made.confidence()[:] = 0

    assert np.count_nonzero(made.confidence()) == 1
