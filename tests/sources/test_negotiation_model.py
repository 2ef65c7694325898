"""Negotiations read from their part: what is read, written again and left out, every fault with its place, and a domain brought from outside."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.negotiation_dossier import TALKS

from legation.dossier import decode
from legation.errors import DossierError
from legation.language import LANGUAGES
from legation.methods.negotiation import Domain
from legation.questions.trading.valued import domain_of, valued
from legation.sources.clearing import cleared
from legation.sources.models import TEMPLATES
from legation.sources.negotiation_model import (
    model_of,
    negotiations_seen,
    read_negotiation_model,
    template,
    write_negotiation_model,
)

PART = "negotiations/talks.toml"
SMALL = """
[negotiation]
title = "T"
[[party]]
id = "a"
[[party]]
id = "b"
[[issue]]
id = "i"
[[issue.option]]
id = "x"
[[issue.option]]
id = "y"
"""
DAY = dt.date(2018, 12, 1)


def read(text: str):
    return read_negotiation_model(text.encode(), PART)


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(DossierError) as raised:
        read(text)
    assert all(str(one.remedy) for one in raised.value.problems)
    return {(one.code, one.column or "") for one in raised.value.problems}


def test_a_file_gives_its_rows() -> None:
    model = read(TALKS)

    assert (model.id, [one.id for one in model.parties], model.issues[0].names) == ("talks", ["us", "them"], ("none", "grave", "all"))
    assert model.worths[0].points["grave"] == (30.0, 35.0, 50.0)
    assert model.cited() == ("e1", "e2", "e3")


def test_what_is_written_is_read_again() -> None:
    model = read(TALKS.replace('id = "them"', 'id = "them"\nweight = 0\ndiscount = 0.9'))
    made = write_negotiation_model(dataclasses.replace(model, source=b""))

    assert read_negotiation_model(made, PART) == model
    assert (model.parties[1].weight, model.parties[1].discount) == (0, 0.9)
    assert write_negotiation_model(read(TALKS)) == TALKS.encode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_are_whole(lang) -> None:
    model = read(template(lang))

    assert TEMPLATES["negotiations"](lang) == template(lang)
    assert all(one.name.en and one.name.fr for one in (*model.parties, *model.issues, *(o for i in model.issues for o in i.options)))


@pytest.mark.parametrize(
    "text, code, place",
    [
        ("", "toml-value", "negotiation.title"),
        ("not toml", "bad-toml", ""),
        ("negotiation = 3", "toml-value", "negotiation"),
        (SMALL + "[[bid]]\n", "unknown-key", "bid"),
        (SMALL.replace('title = "T"', 'title = "T"\nshare = "3/2"'), "toml-value", "negotiation.share"),
        (SMALL.replace('title = "T"', 'title = "T"\nshare = "1e9"'), "toml-value", "negotiation.share"),
        (SMALL.replace('title = "T"', 'title = "T"\nveto = ["c"]'), "unknown-in-model", "negotiation.veto"),
        (SMALL.replace('title = "T"', 'title = "T"\nopened = "2019"\ndeadline = "2018"'), "out-of-range", "negotiation.deadline"),
        (SMALL.replace('title = "T"', 'title = "T"\nstatus_quo = { i = "z" }'), "unknown-in-model", "negotiation.status_quo.i"),
        (SMALL.replace('id = "b"', 'id = "a"'), "twice-in-model", "party 2"),
        (SMALL.replace('id = "b"', 'id = "b b"'), "bad-id", "party 2.id"),
        (SMALL.replace('id = "b"', 'id = "b"\ndiscount = 0'), "toml-value", "party 2.discount"),
        (SMALL.replace('[[issue.option]]\nid = "y"\n', ""), "toml-value", "issue 1.option"),
        (SMALL + '[[worth]]\nparty = "c"\nissue = "i"\npoints = { x = 1, y = 2 }\n', "unknown-in-model", "worth 1.party"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "j"\npoints = { x = 1, y = 2 }\n', "unknown-in-model", "worth 1.issue"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = 1 }\n', "toml-value", "worth 1.points"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = 1, y = 2, z = 3 }\n', "unknown-in-model", "worth 1.points"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = nan, y = 2 }\n', "toml-value", "worth 1.points.x"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = true, y = 2 }\n', "toml-value", "worth 1.points.x"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = [3, 2, 1], y = 2 }\n', "toml-value", "worth 1.points.x"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = 1e12, y = 2 }\n', "toml-value", "worth 1.points.x"),
        (SMALL + '[[worth]]\nparty = "a"\nissue = "i"\npoints = { x = 1, y = 2 }\n' * 2, "twice-in-model", "worth 2"),
        (SMALL + '[[floor]]\nparty = "a"\n', "toml-value", "floor 1.value"),
        (SMALL + '[[floor]]\nparty = "a"\nvalue = 3\nbasis = "rumour"\n', "not-a-choice", "floor 1.basis"),
        (SMALL + '[[floor]]\nparty = "a"\nvalue = 3\n' * 2, "twice-in-model", "floor 2"),
        (SMALL + '[[card]]\nid = "c"\npackage = {}\n', "toml-value", "card 1.package"),
        (SMALL + '[[card]]\nid = "c"\npackage = { i = "x" }\n[[ranking]]\nparty = "a"\ncards = ["c"]\n', "toml-value", "ranking 1.cards"),
        (SMALL + '[[ranking]]\nparty = "a"\ncards = ["c", "d"]\n', "unknown-in-model", "ranking 1.cards"),
        (SMALL + '[[offer]]\nid = "o"\ndate = "soon"\npackage = { i = "x" }\n', "toml-value", "offer 1.date"),
        (SMALL + '[[offer]]\nid = "o"\ndate = "2018"\npackage = { i = 3 }\n', "unknown-in-model", "offer 1.package.i"),
        (SMALL + '[[offer]]\nid = "o"\ndate = "2018"\npackage = { i = "x" }\nmarking = "secret"\n', "not-a-choice", "offer 1.marking"),
        (SMALL + "[[party]]\n" * 201, "model-size", "party"),
    ],
)
def test_a_fault_has_its_place(text, code, place) -> None:
    assert (code, place) in faults(text)


@given(st.binary(max_size=300))
def test_anything_is_read_or_refused(data) -> None:
    try:
        read_negotiation_model(data, PART)
    except DossierError as error:
        assert error.problems


def test_a_row_goes_with_its_date_its_evidence_and_what_it_names() -> None:
    model = read(TALKS)
    seen, gone = model.as_known({"e1"}, dt.date(2018, 7, 1))

    assert ([one.id for one in seen.offers], seen.agreed, gone) == (["o1", "o2"], (), 1)
    assert seen.floors[0].evidence == ("e1",)
    hidden = dataclasses.replace(model, issues=(*model.issues[1:], dataclasses.replace(model.issues[0], marking="TLP:RED")))
    less, _ = hidden.as_known({"e1", "e2"}, DAY, "TLP:AMBER")
    assert all("scope" not in package for package in (less.status_quo, *(one.package for one in less.offers)))
    assert {row.issue for row in less.worths} == {"seat", "start"}


def test_an_export_holds_no_byte_of_a_hidden_row() -> None:
    text = (
        TALKS
        + '# a secret comment\n[[offer]]\nid = "hidden-offer"\ndate = "2018-02-02"\npackage = { seat = "theirs" }\nmarking = "TLP:RED"\n'
    )
    parts = {"dossier.toml": b'id = "d"', "evidence.csv": b"id,title,date\ne1,A,2018\ne2,B,2018\ne3,C,2019\n", PART: text.encode()}
    whole = decode(parts)

    for marking, audience in (("TLP:AMBER", "desk"), ("TLP:AMBER", "owner")):
        data = cleared(whole, marking, audience).files[PART]
        assert b"hidden-offer" not in data
        assert b"secret comment" not in data
    assert PART not in cleared(whole, "TLP:RED", "partner").files
    assert cleared(whole, "TLP:RED", "owner").files[PART] == text.encode()
    assert b"[[agreed]]" not in cleared(whole, "TLP:RED", "owner", as_of=DAY).files[PART]


def test_a_file_that_cannot_be_read_is_seen_by_nobody_below() -> None:
    files = {PART: b"not toml", "scenarios/a.toml": b"x"}

    assert negotiations_seen(files, {"e1"}) == {"scenarios/a.toml": b"x"}
    assert negotiations_seen({PART: TALKS.replace("title_en", 'marking = "TLP:RED"\ntitle_en').encode()}, {"e1"}, marking="TLP:AMBER") == {}


def test_a_file_in_a_folder_of_its_own_is_seen_by_the_same_rules() -> None:
    inner = {"negotiations/closed/talks.toml": TALKS.replace("title_en", 'marking = "TLP:RED"\ntitle_en').encode()}

    assert negotiations_seen(inner, {"e1"}, marking="TLP:AMBER") == {}


def test_a_domain_becomes_a_file_and_the_same_domain_again() -> None:
    chance = np.random.default_rng(3)
    scores = [chance.integers(0, 9, (3, size)) / 7 for size in (2, 4, 3)]
    domain = Domain(scores=scores, reservation=[0.5, None, 1.25], party_names=["Été", "été", "!"], discount=[1, 0.9, 1])
    model = read_negotiation_model(write_negotiation_model(model_of(domain, PART)), PART)
    again = domain_of(model, valued(model)[0])

    assert [one.id for one in model.parties] == ["ete", "ete-2", "n3"]
    assert all(np.array_equal(a, b) for a, b in zip(domain.tables, again.tables, strict=True))
    assert np.array_equal(domain.reservation, again.reservation)
    assert np.array_equal(domain.discount, again.discount)
