"""A part that is to hold another model keeps every byte that says nothing else: comments, order, ways of writing, ends of lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from typing import Any

import pytest
from dossier.parts.model_changes import changed
from dossier.parts.test_editing import MODELS, SCENARIO_TEXT, WHOLE, named, of_examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier.column import Wording
from legation.dossier.models.scenario import SCENARIO, ScenarioJudgement, Signpost, Variant
from legation.dossier.parts import Part, form_of, read
from legation.dossier.parts.rewrite import rewritten
from legation.dossier.parts.row_match import matched
from legation.dossier.when import When
from legation.errors import DossierError
from legation.language import LANGUAGES

EXAMPLES = [pytest.param(*one.values, id=one.id) for one in of_examples(".toml")]
TEMPLATES = [read(named(kind), kind.template(lang).encode()) for kind in MODELS for lang in LANGUAGES]
SMALL = [part for one in EXAMPLES if len((part := read(one.values[0], one.values[1].read_bytes())).data) < 20_000]
MANNERS = (
    lambda data: data,
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data.rstrip(b"\n"),
)


@settings(suppress_health_check=list(HealthCheck))
@given(st.sampled_from([*TEMPLATES, *SMALL, WHOLE]), st.sampled_from(MANNERS), st.data())
def test_what_is_written_says_the_model(part: Part, manner: Any, data: st.DataObject) -> None:
    part = read(part.name, manner(part.data))
    model = data.draw(changed(part.kind, part.model, part.name))  # type: ignore[arg-type]
    made = rewritten(part, model)

    assert part.kind.read(made, part.name) == model  # type: ignore[attr-defined]
    assert made.startswith(b"\xef\xbb\xbf") == part.data.startswith(b"\xef\xbb\xbf")
    assert part.kind.read(rewritten(read(part.name, made), part.model), part.name) == part.model  # type: ignore[attr-defined]
    if part.data.count(b"\r\n") == part.data.count(b"\n") > 0:
        assert made.count(b"\r\n") == made.count(b"\n")


def without_each(row: Any) -> list[tuple[Any, Any]]:
    """Return each row that stands at the top of a record, with the record without it."""
    found: list[tuple[Any, Any]] = []
    for of in form_of(type(row)).tables:
        held = getattr(row, of.field)
        for at, one in enumerate(() if of.single else held):
            found.append((one, dataclasses.replace(row, **{of.field: (*held[:at], *held[at + 1 :])})))
            found += [
                (inner, dataclasses.replace(row, **{of.field: (*held[:at], below, *held[at + 1 :])})) for inner, below in without_each(one)
            ]
    return found


@pytest.mark.parametrize("part", [*TEMPLATES, *SMALL], ids=lambda part: part.name)
def test_a_row_that_is_gone_goes_with_its_lines_and_nothing_else(part: Part) -> None:
    tried = 0
    for row, model in without_each(part.model)[:25]:
        try:
            wanted = part.kind.read(part.kind.write(model), part.name)  # type: ignore[attr-defined]
        except DossierError:
            continue
        if wanted != model:
            continue
        made = rewritten(part, model)
        first = next((at for at, (a, b) in enumerate(zip(part.data, made, strict=False)) if a != b), len(made))
        last = next((at for at in range(len(made) - first) if part.data[-1 - at] != made[-1 - at]), len(made) - first)

        assert first + last == len(made) < len(part.data), row
        again = rewritten(read(part.name, made), part.model)
        assert part.kind.read(again, part.name) == part.model  # type: ignore[attr-defined]
        tried += 1
    assert tried or not any(part.records.values()) or part.kind.id in ("monitor", "negotiation", "conflict")


@pytest.mark.parametrize(("name", "path"), EXAMPLES)
def test_the_same_model_is_the_same_bytes(name: str, path: Any) -> None:
    data = path.read_bytes()
    part = read(name, data)

    assert rewritten(part, part.kind.read(data, name)) == data  # type: ignore[attr-defined]
    if not part.kind.section:  # type: ignore[attr-defined]
        return
    made = rewritten(part, dataclasses.replace(part.model, author="somebody else"))
    old, new = set(data.splitlines()), set(made.splitlines())
    assert len(new - old) == 1
    assert len(old - new) <= 1


def descriptors(*which: int) -> Any:
    return dataclasses.replace(WHOLE.model, descriptors=tuple(WHOLE.model.descriptors[n] for n in which))


def judged(*rows: ScenarioJudgement) -> Any:
    return dataclasses.replace(WHOLE.model, judgements=rows)


def test_a_column_is_changed_in_the_lines_of_its_row() -> None:
    one, two = WHOLE.model.judgements
    made = rewritten(WHOLE, judged(one, dataclasses.replace(two, reason=Wording("Three"))))

    assert made.decode() == SCENARIO_TEXT.replace('"Two"', '"Three"')


def test_a_value_in_an_array_with_comments_is_put_in_beside_the_others() -> None:
    talks, trust = WHOLE.model.descriptors
    for evidence, text in (
        (("e1", "e2", "e3"), '  "e1",  # the first ] of them\n  "e2", "e3",\n'),
        (("e1",), '  "e1",  # the first ] of them\n'),
        (("e2",), '  "e2",\n'),
        (("e0", "e1", "e2"), '  "e0", "e1",  # the first ] of them\n  "e2",\n'),
        (("e1", "e5"), '  "e1", "e5",  # the first ] of them\n'),
    ):
        made = rewritten(WHOLE, dataclasses.replace(WHOLE.model, descriptors=(dataclasses.replace(talks, evidence=evidence), trust)))

        assert made.decode() == SCENARIO_TEXT.replace('  "e1",  # the first ] of them\n  "e2",\n', text)


def test_rows_in_another_order_change_places_with_their_lines() -> None:
    made = rewritten(WHOLE, judged(*WHOLE.model.judgements[::-1]))

    assert SCENARIO.read(made, WHOLE.name).judgements == WHOLE.model.judgements[::-1]
    assert sorted(made.splitlines()) == sorted(SCENARIO_TEXT.encode().splitlines())
    assert made.index(b'"Two"') < made.index(b'id = "trust"') < made.index(b'"One"')


def test_a_new_row_stands_after_the_one_that_it_follows_with_those_below_it() -> None:
    talks, trust = WHOLE.model.descriptors
    other = Variant(id="later", name=Wording("Later"), signposts=(Signpost(evidence="e1", says="for"),))
    made = rewritten(
        WHOLE, dataclasses.replace(WHOLE.model, descriptors=(dataclasses.replace(talks, variants=(*talks.variants, other)), trust))
    )
    lines = '[[descriptor.variant]]\nid = "later"\nname = "Later"\n[[descriptor.variant.signposts]]\nsays = "for"\nevidence = "e1"\n'

    assert made.decode() == SCENARIO_TEXT.replace('name_en = "Shut"\n', f'name_en = "Shut"\n{lines}')
    first = dataclasses.replace(talks, variants=(dataclasses.replace(other, signposts=()), *talks.variants))
    made = rewritten(WHOLE, dataclasses.replace(WHOLE.model, descriptors=(first, trust)))
    assert b'# Between.\n[[descriptor.variant]]\nid = "open"' in made


def test_inline_rows_are_put_in_taken_out_and_moved_within_their_array() -> None:
    talks, trust = WHOLE.model.descriptors
    high, low = (dataclasses.replace(one, likelihood=None) for one in trust.variants)
    more = (dataclasses.replace(low, known_on=When("2020")), high, Variant(id="none"))
    model = dataclasses.replace(WHOLE.model, descriptors=(talks, dataclasses.replace(trust, variants=more)))

    written = 'variant = [{ id = "low", name = "a, b } c", known_on = "2020" }, { id = "high" }, { id = "none" }]\n'
    assert written in rewritten(WHOLE, model).decode()
    two = dataclasses.replace(trust, variants=(high, low))
    three = read("scenarios/a.toml", rewritten(WHOLE, model))
    assert (
        'variant = [{ id = "high" }, { id = "low", name = "a, b } c" }]\n'
        in rewritten(three, dataclasses.replace(WHOLE.model, descriptors=(talks, two))).decode()
    )


def test_where_the_lines_of_a_row_do_not_stand_together_the_part_is_written_anew() -> None:
    text = '[model]\ntitle = "T"\n[[descriptor]]\nid = "a"\n[[descriptor.variant]]\nid = "x"\n[[plan]]\nid = "p"\n'
    part = read("scenarios/b.toml", f'{text}[[descriptor.variant]]\nid = "y" # why\n'.encode())
    (one,) = part.model.descriptors
    model = dataclasses.replace(part.model, descriptors=(dataclasses.replace(one, note=Wording("N")),))
    made = rewritten(part, model)

    assert SCENARIO.read(made, part.name) == model
    assert made == SCENARIO.write(model)


def test_a_model_that_would_not_be_one_is_refused() -> None:
    with pytest.raises(DossierError) as raised:
        rewritten(WHOLE, descriptors(0))

    assert raised.value.problems


def test_rows_that_nothing_names_are_found_again_by_what_they_say() -> None:
    one, two, three = (ScenarioJudgement(from_="a.b", to={"c.d": n}, reason=Wording(str(n))) for n in (1, 2, 3))
    other = dataclasses.replace(three, marking="TLP:RED")

    assert matched((one, two, three), (two, other)) == {"a.b": [one, None], "a.b#2": [two, two], "a.b#3": [three, other]}
    assert matched((one, two), (one, three, two)) == {"a.b": [one, one], "a.b#2": [two, two], "a.b#3": [None, three]}
    assert list(matched((one,), (one, two), (one, two, three))) == ["a.b", "a.b#2", "a.b#3"]


def test_ten_thousand_rows_are_written_about_as_fast_as_they_are_read() -> None:
    rows = "".join(
        f'\n# {n}\n[[judgement]]\nfrom = "a.x"\nto = {{ "b.z" = {n % 3} }}\nknown_on = "{dt.date.fromordinal(720_000 + n)}"\n'
        for n in range(10_000)
    )
    pairs = "".join(f'[[descriptor]]\nid = "{d}"\n[[descriptor.variant]]\nid = "x"\n[[descriptor.variant]]\nid = "z"\n' for d in "ab")
    start = time.process_time()
    part = read("scenarios/many.toml", ('[model]\ntitle = "T"\n' + pairs + rows).encode())
    took = time.process_time() - start
    given = list(part.model.judgements)
    given[17] = dataclasses.replace(given[17], marking="TLP:RED")
    del given[5000]
    start = time.process_time()
    made = rewritten(part, dataclasses.replace(part.model, judgements=tuple(given)))

    assert time.process_time() - start < 4 * took + 1
    assert (made.count(b"[[judgement]]"), made.count(b"TLP:RED"), b"# 5000\n" in made, b"# 4999\n" in made) == (9_999, 1, False, True)
