"""Negotiations read from their part: what is read, written again and left out, every fault with its place, and a domain brought from outside."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import numpy as np
import pytest
from dossier.model_rows import DAYS, MAYBE, ROW, WORDINGS, marked, rows_of, seen_of, several, triples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from questions.negotiation_dossier import EVIDENCE, TALKS

from legation.dossier import decode
from legation.dossier.models.negotiation import (
    BASES,
    NEGOTIATION,
    Agreed,
    Card,
    Choice,
    Floor,
    Matter,
    NegotiationModel,
    Offer,
    Party,
    Ranking,
    Worth,
)
from legation.dossier.models.negotiation_domain import model_of
from legation.errors import DossierError
from legation.language import LANGUAGES
from legation.methods.negotiation import Domain
from legation.questions.deals.negotiation.inputs import domain_of, valued

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
    return NEGOTIATION.read(text.encode(), PART)


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
    made = NEGOTIATION.write(model)

    assert NEGOTIATION.read(made, PART) == model
    assert (model.parties[1].weight, model.parties[1].discount) == (0, 0.9)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_are_whole(lang) -> None:
    model = read(NEGOTIATION.template(lang))

    assert all(one.name.en and one.name.fr for one in (*model.parties, *model.issues, *(o for i in model.issues for o in i.options)))


@pytest.mark.parametrize(
    "text, code, place",
    [
        ("", "toml-value", "negotiation.title"),
        ("not toml", "bad-toml", ""),
        ("negotiation = 3", "toml-value", "negotiation"),
        (SMALL.replace('title = "T"', 'title = "T"\nshare = "3/2"'), "toml-value", "negotiation.share"),
        (SMALL.replace('title = "T"', 'title = "T"\nshare = "1e9"'), "toml-value", "negotiation.share"),
        (SMALL.replace('title = "T"', 'title = "T"\nveto = ["c"]'), "unknown-in-model", "negotiation.veto"),
        (SMALL.replace('title = "T"', 'title = "T"\nopened = "2019"\ndeadline = "2018"'), "out-of-range", "negotiation.deadline"),
        (SMALL.replace('title = "T"', 'title = "T"\nstatus_quo = { i = "z" }'), "unknown-in-model", "negotiation.status_quo.i"),
        (SMALL.replace('id = "b"', 'id = "a"'), "twice-in-model", "party 2"),
        (SMALL.replace('id = "b"', 'id = "b b"'), "bad-id", "party 2.id"),
        (SMALL.replace('id = "b"', 'id = "b"\ndiscount = 0'), "toml-value", "party 2.discount"),
        (SMALL.replace('[[issue.option]]\nid = "y"\n', ""), "model-size", "issue 1.option"),
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
        (SMALL + '[[offer]]\nid = "o"\ndate = "2018"\npackage = { i = "z" }\n', "unknown-in-model", "offer 1.package.i"),
        (SMALL + '[[offer]]\nid = "o"\ndate = "2018"\npackage = { i = 3 }\n', "toml-value", "offer 1.package.i"),
        (SMALL + '[[offer]]\nid = "o"\ndate = "2018"\npackage = { i = "x" }\nmarking = "secret"\n', "not-a-choice", "offer 1.marking"),
    ],
)
def test_a_fault_has_its_place(text, code, place) -> None:
    assert (code, place) in faults(text)


@given(st.binary(max_size=300))
def test_anything_is_read_or_refused(data) -> None:
    try:
        NEGOTIATION.read(data, PART)
    except DossierError as error:
        assert error.problems


def test_a_row_goes_with_its_date_its_evidence_and_what_it_names() -> None:
    model = read(TALKS)
    seen = seen_of(NEGOTIATION, model, {"e1", "e2"}, dt.date(2018, 7, 1))

    assert ([one.id for one in seen.offers], seen.agreed) == (["o1", "o2"], ())
    hidden = dataclasses.replace(model, issues=(*model.issues[1:], dataclasses.replace(model.issues[0], marking="TLP:RED")))
    less = seen_of(NEGOTIATION, hidden, {"e1", "e2"}, DAY, "TLP:AMBER")
    assert all("scope" not in package for package in (less.status_quo, *(one.package for one in less.offers)))
    assert {row.issue for row in less.worths} == {"seat", "start"}


def test_an_export_holds_no_byte_of_a_hidden_row() -> None:
    text = (
        TALKS
        + '# a secret comment\n[[offer]]\nid = "hidden-offer"\ndate = "2018-02-02"\npackage = { seat = "theirs" }\nmarking = "TLP:RED"\n'
    )
    parts = {"dossier.toml": b'id = "d"', "evidence.csv": b"id,title,date\ne1,A,2018-01\ne2,B,2018-02\ne3,C,2019\n", PART: text.encode()}
    whole = decode(parts)

    for marking, audience in (("TLP:AMBER", "desk"), ("TLP:AMBER", "owner")):
        data = whole.cleared(marking, audience).files[PART]
        assert b"hidden-offer" not in data
        assert b"secret comment" not in data
    assert PART not in whole.cleared("TLP:RED", "partner").files
    assert whole.cleared("TLP:RED", "owner").files[PART] == text.encode()
    then = NEGOTIATION.read(whole.cleared("TLP:RED", "owner", as_of=DAY).files[PART], PART)
    assert (then.agreed, [one.id for one in then.offers][:1]) == ((), ["o1"])
    before = dt.date(2018, 1, 30)
    assert PART not in whole.cleared("TLP:RED", "owner", as_of=before).files, "not known before the first of its sources"


def test_a_file_that_cannot_be_read_is_seen_by_nobody_below() -> None:
    rest = {"dossier.toml": b'id = "d"', "evidence.csv": EVIDENCE, "files/a.txt": b"x"}
    for data in (b"not toml", TALKS.replace("title_en", 'marking = "TLP:RED"\ntitle_en').encode()):
        whole = decode(rest | {PART: data})

        assert dict(whole.cleared("TLP:AMBER").files) == {"files/a.txt": b"x"}
        assert whole.cleared("TLP:RED").files[PART] == data


def test_a_file_in_a_folder_of_its_own_is_seen_by_the_same_rules() -> None:
    part, rest = "negotiations/closed/talks.toml", {"dossier.toml": b'id = "d"', "evidence.csv": EVIDENCE}
    seen = [
        decode(rest | {part: TALKS.replace("title_en", f"{marking}title_en").encode()}).cleared("TLP:AMBER").files
        for marking in ("", 'marking = "TLP:RED"\n')
    ]

    assert [part in files for files in seen] == [True, False]


def test_a_domain_becomes_a_file_and_the_same_domain_again() -> None:
    chance = np.random.default_rng(3)
    scores = [chance.integers(0, 9, (3, size)) / 7 for size in (2, 4, 3)]
    domain = Domain(scores=scores, reservation=[0.5, None, 1.25], party_names=["Été", "été", "!"], discount=[1, 0.9, 1])
    model = NEGOTIATION.read(NEGOTIATION.write(model_of(domain, PART)), PART)
    again = domain_of(model, valued(model)[0])

    assert [one.id for one in model.parties] == ["ete", "ete-2", "n3"]
    assert all(np.array_equal(a, b) for a, b in zip(domain.tables, again.tables, strict=True))
    assert np.array_equal(domain.reservation, again.reservation)
    assert np.array_equal(domain.discount, again.discount)


def test_each_row_may_have_sources_a_marking_and_a_day() -> None:
    found = marked(read(TALKS))
    again = NEGOTIATION.read(NEGOTIATION.write(found), PART)

    assert again == found
    assert {row.marking for row in rows_of(again)} == {"TLP:AMBER"}
    assert len({type(row) for row in rows_of(again)}) >= 6


PACKAGES = st.fixed_dictionaries({"i": st.sampled_from("xy"), "j": st.sampled_from("xy")})
JUDGED = {"basis": st.sampled_from(BASES), "confidence": st.sampled_from(["low", "high"]), "holder": MAYBE, "note": WORDINGS}
WHO = st.sampled_from(["a", "b"])
POINTS = triples(-1e9, 1e9) | st.floats(-1e9, 1e9).map(lambda one: (one, one, one))


@st.composite
def negotiations(draw) -> NegotiationModel:
    def one(record, **columns):
        return draw(st.builds(record, **(ROW | columns)))

    def some(record, key=None, **columns):
        return draw(several(st.builds(record, **(ROW | columns)), key))

    def options():
        return st.just(tuple(one(Choice, id=st.just(name), name=WORDINGS) for name in "xy"))

    weights, discounts = st.integers(0, 2**31 - 1), st.floats(1e-9, 1)
    return NegotiationModel(
        part=PART,
        title=draw(WORDINGS),
        share=draw(st.sampled_from(["", "2/3", "0.55"])),
        strict=draw(st.booleans()),
        veto=draw(st.sampled_from([(), ("a",)])),
        status_quo=draw(st.just({}) | PACKAGES),
        parties=tuple(one(Party, id=st.just(i), name=WORDINGS, weight=weights, discount=discounts) for i in "ab"),
        issues=tuple(one(Matter, id=st.just(i), name=WORDINGS, options=options()) for i in "ij"),
        worths=some(
            Worth, lambda row: (row.party, row.issue), party=WHO, issue=st.sampled_from("ij"),
            points=st.fixed_dictionaries({"x": POINTS, "y": POINTS}), **JUDGED,
        ),
        floors=some(Floor, lambda row: row.party, party=WHO, value=st.floats(-1e9, 1e9), **JUDGED),
        cards=tuple(one(Card, id=st.just(i), package=PACKAGES) for i in ("c1", "c2")),
        rankings=some(Ranking, party=WHO, cards=st.permutations(["c1", "c2"]).map(tuple), holder=MAYBE),
        offers=some(
            Offer, lambda row: row.id, id=st.sampled_from(["o1", "o2", "o3"]), date=DAYS, party=st.just("") | WHO,
            package=PACKAGES, public=st.booleans(),
        ),
        agreed=some(Agreed, date=DAYS, package=PACKAGES),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(negotiations())
def test_whatever_a_negotiation_holds_is_written_and_read_again(made: NegotiationModel) -> None:
    assert NEGOTIATION.read(NEGOTIATION.write(made), PART) == made


def test_ten_thousand_offers_are_read() -> None:
    row = '[[offer]]\nid = "o{at}"\ndate = "2018-01"\nparty = "a"\npackage = { i = "x" }\n'
    start = time.process_time()

    assert len(read(SMALL + "".join(row.replace("{at}", str(at)) for at in range(10_000))).offers) == 10_000
    assert time.process_time() - start < 8, "about two seconds where nothing else runs"


def test_an_option_may_be_marked_above_its_issue() -> None:
    model = read(SMALL.replace('id = "y"', 'id = "y"\nevidence = ["e1"]\nmarking = "TLP:RED"'))

    assert [one.marking for one in model.issues[0].options] == ["", "TLP:RED"]
    assert model.cited() == ("e1",)
