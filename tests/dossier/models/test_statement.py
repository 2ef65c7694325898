"""Statements read from their part: what is read, written again and left out, and every fault with its place."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from dossier.model_rows import BOTH, DAYS, EVIDENCE, MAYBE, ROW, TEXTS, marked, rows_of, seen_of, several, triples
from hypothesis import given
from hypothesis import strategies as st
from questions.statement_dossier import STATEMENT as WRITTEN
from stix_made import made

from legation.dossier import decode
from legation.dossier.models.statement import (
    STATEMENT,
    TIERS,
    TONES,
    Failing,
    Harm,
    Notified,
    Prepared,
    StatementClaim,
    StatementModel,
    Withdrawn,
)
from legation.errors import DossierError
from legation.language import LANGUAGES
from legation.sources import stix

PART = "incidents/tax.statement.toml"
HEAD = '[statement]\ntitle_en = "T"\naddressee_en = "A"\n'
DAY = dt.date(2018, 6, 1)


def read(text: str):
    return STATEMENT.read(text.encode(), PART)


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(DossierError) as raised:
        read(text)
    assert all(one.allowed is not None and str(one.remedy) for one in raised.value.problems)
    return {(one.code, one.column or "") for one in raised.value.problems}


def test_a_file_gives_its_rows() -> None:
    model = read(WRITTEN)

    assert (model.id, model.tone, len(model.claims), model.claims[5].party) == ("tax", "formal", 7, "XX")
    assert model.cited() == ("e1", "e2")


def test_what_is_written_is_read_again() -> None:
    model = read(WRITTEN)
    made = STATEMENT.write(model)

    assert STATEMENT.read(made, PART) == model


def test_whole_numbers_of_people_are_read_again_too() -> None:
    model = read(HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = [0, 0, 3]\n')

    assert STATEMENT.read(STATEMENT.write(model), PART) == model


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_are_whole(lang) -> None:
    model = read(STATEMENT.template(lang))

    assert all(one.text.en and one.text.fr for one in (*model.claims, *model.failings, *model.harms, *model.answers))


@pytest.mark.parametrize(
    "text, code, place",
    [
        ("", "toml-value", "statement.title"),
        ("not toml", "bad-toml", ""),
        ("statement = 3", "toml-value", "statement"),
        (HEAD + 'tone = "loud"\n', "not-a-choice", "statement.tone"),
        (HEAD + 'ask = "In which language?"\n', "language-not-said", "statement.ask"),
        (HEAD + '[[claim]]\nid = "a"\n', "toml-value", "claim 1.text"),
        (HEAD + '[[claim]]\nid = "a"\ntext = "In which language?"\n', "language-not-said", "claim 1.text"),
        (HEAD + '[[claim]]\nid = "a b"\ntext_en = "t"\n', "bad-id", "claim 1.id"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\ntier = "everybody"\n', "not-a-choice", "claim 1.tier"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\ncollection = "magic"\n', "not-a-choice", "claim 1.collection"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nparty = "XX"\n', "party-without-holder", "claim 1.holder"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nrests_on = ["b"]\n', "unknown-in-model", "claim 1.rests_on"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nrests_on = ["a"]\n', "rests-on-itself", "claim 1.rests_on"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\n[[claim]]\nid = "a"\ntext_en = "u"\n', "twice-in-model", "claim 2"),
        (HEAD + '[[notice]]\nid = "n"\nto_en = "t"\n', "toml-value", "notice 1"),
        (HEAD + '[[notice]]\nid = "n"\nto_en = "t"\nmade = "soon"\n', "toml-value", "notice 1.made"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = [3, 2, 1]\n', "toml-value", "harm 1.number"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = -1\n', "toml-value", "harm 1.number"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = [nan, nan, nan]\n', "toml-value", "harm 1.number"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = true\n', "toml-value", "harm 1.number"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, code, place) -> None:
    assert (code, place) in faults(text)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(HEAD + '[[claim]]\nid = "a"\n[[harm]]\nid = "h"\ntext_en = "t"\nnumber = -1\n')) == 2


@given(st.sets(st.sampled_from(["e1", "e2"])))
def test_a_row_falls_away_with_any_of_its_sources(seen) -> None:
    model = seen_of(STATEMENT, read(WRITTEN), seen, DAY)
    if model is None:  # its head rests on one of them
        return

    assert all(seen.issuperset(one.evidence) for one in (*model.claims, *model.failings))
    assert {name for one in model.claims for name in one.rests_on} <= {one.id for one in model.claims}


def test_objects_of_a_register_count_as_sources() -> None:
    text = HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nobjects = ["indicator--1"]\n'

    assert seen_of(STATEMENT, read(text), (), DAY).claims == ()
    register = stix.encode(
        stix.Incidents.of([made("indicator", 1, name="x", pattern="[a:b = 1]", pattern_type="stix", valid_from="2018-01-01T00:00:00Z")])
    )
    there = read(text.replace("indicator--1", made("indicator", 1)["id"]))
    assert len(seen_of(STATEMENT, there, (), DAY, incidents__a=register).claims) == 1


def test_a_reader_gets_the_file_without_what_is_hidden() -> None:
    """A claim goes with the last of the claims that it rests on: the one that was aimed goes with the one that was watched."""
    rows = "id,title,marking\ne1,A,TLP:RED\ne2,B,\n"
    made = decode({"dossier.toml": b'id = "d"', "evidence.csv": rows.encode(), PART: WRITTEN.encode()}).cleared("TLP:GREEN").files[PART]

    assert [one.id for one in STATEMENT.read(made, PART).claims] == ["heard", "named", "bare"]
    assert b"A partner watched it" not in made


def test_each_row_may_have_sources_a_marking_and_a_day() -> None:
    model = marked(read(WRITTEN))
    again = STATEMENT.read(STATEMENT.write(model), PART)

    assert again == model
    assert {row.marking for row in rows_of(again)} == {"TLP:AMBER"}
    assert len({type(row) for row in rows_of(again)}) == len({type(row) for row in rows_of(model)}) > 5


IDS = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
ROW_WITH_ID = ROW | {"id": IDS, "text": BOTH}
MODELS = st.builds(
    StatementModel,
    part=st.just(PART),
    title=BOTH,
    addressee=BOTH,
    tone=st.sampled_from(TONES),
    ask=BOTH,
    note=BOTH,
    illustration=st.booleans(),
    claims=several(
        st.builds(
            StatementClaim,
            **ROW_WITH_ID,
            tier=st.sampled_from(TIERS),
            objects=st.sampled_from([(), ("indicator--1",)]),
            against=EVIDENCE,
            party=MAYBE,
            holder=BOTH,
            collection=st.sampled_from(["open", "signals"]),
            release=MAYBE,
        ),
        lambda one: one.id,
    ).map(lambda claims: tuple(dataclasses.replace(one, rests_on=tuple(c.id for c in claims[:at])) for at, one in enumerate(claims))),
    failings=several(st.builds(Failing, **ROW_WITH_ID, date=st.none() | DAYS), lambda one: one.id),
    notices=several(st.builds(Notified, **ROW, id=IDS, to=BOTH, due=DAYS, made=st.none() | DAYS), lambda one: one.id),
    harms=several(st.builds(Harm, **ROW_WITH_ID, number=st.none() | triples(0, 1e11)), lambda one: one.id),
    withdrawn=several(st.builds(Withdrawn, **ROW_WITH_ID), lambda one: one.id),
    answers=several(st.builds(Prepared, **ROW, to=TEXTS, text=BOTH, tier=st.sampled_from(TIERS)), lambda one: one.to),
)


@given(MODELS)
def test_whatever_a_statement_holds_is_written_and_read_again(made: StatementModel) -> None:
    assert STATEMENT.read(STATEMENT.write(made), PART) == made


def test_ten_thousand_claims_are_read_even_where_each_rests_on_the_one_before() -> None:
    rows = "".join(f'[[claim]]\nid = "c{at}"\ntext_en = "t"\nrests_on = ["c{max(at - 1, 0)}"]\n' for at in range(10_000))
    start = time.process_time()
    model = read(HEAD + rows.replace('rests_on = ["c0"]\n', "", 1))

    assert len(model.claims) == 10_000
    assert time.process_time() - start < 8, "about two seconds where nothing else runs"
    assert faults(HEAD + rows) == {("rests-on-itself", "claim 1.rests_on")}


@pytest.mark.parametrize(
    ("rests", "circular"),
    [
        ({"a": "b", "b": "c", "c": "a"}, {1, 2, 3}),
        ({"a": "b", "b": "a", "c": "b", "d": "c"}, {1, 2}),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, set()),
        ({"a": "b", "b": "c", "c": "bd", "d": "e", "e": "d"}, {2, 3, 4, 5}),
    ],
)
def test_only_claims_on_a_circle_rest_on_themselves(rests: dict[str, str], circular: set[int]) -> None:
    rows = "".join(f'[[claim]]\nid = "{name}"\ntext_en = "t"\nrests_on = {list(on)}\n' for name, on in rests.items())
    if circular:
        assert faults(HEAD + rows) == {("rests-on-itself", f"claim {at}.rests_on") for at in circular}
    else:
        assert len(read(HEAD + rows).claims) == len(rests)
