"""GENIUS XML: its semantics, its traps, its round trip, and files that would harm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from legation.errors import BadValue, CannotRead
from legation.language import say
from legation.methods.negotiation import Domain
from legation.sources import genius

DOMAIN = """<negotiation_template><utility_space number_of_issues="3"><objective index="0" name="Text">
<issue index="1" name="Seat" vtype="discrete" etype="integer"><item index="1" value="Vienna"/><item index="2" value="Lomé"/></issue>
<objective index="9" name="Money"><issue index="2" name="Share" type="integer" lowerbound="10" upperbound="14"/></objective>
<issue index="3" name="Years" etype="real"><range lowerbound="0" upperbound="5"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective>
<issue index="1" name="Seat" type="discrete"><item value="Lomé" evaluation="8"/><item value="Vienna" evaluation="2.0"/></issue>
<issue index="2" name="Share" type="integer" lowerbound="10" upperbound="14"><evaluator ftype="linear" offset="0.2" slope="0.3"/></issue>
<issue index="3" name="Period" type="real"><evaluator ftype="linear" parameter0="1" parameter1="-0.2"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.4"/><weight index="3" value="0.1"/></objective>
<discount_factor value="0.8"/><reservation value="0.3"/></utility_space>"""


def written(folder: Path, domain: str = DOMAIN, *profiles: str) -> tuple[Path, list[Path]]:
    paths = [folder / "domain.xml", *(folder / f"party{number}.xml" for number in range(len(profiles or (PROFILE,))))]
    for path, text in zip(paths, (domain, *(profiles or (PROFILE,))), strict=True):
        path.write_text(text, "utf-8")
    return paths[0], paths[1:]


def test_weights_evaluations_and_evaluators(tmp_path: Path) -> None:
    found = genius.reading(*written(tmp_path))
    domain = found.domain

    assert domain.issue_names == ("Seat", "Share", "Years")
    assert domain.option_names[0] == ("Vienna", "Lomé")
    assert domain.option_names[1] == ("10", "11", "12", "13", "14")
    assert len(domain.option_names[2]) == 11
    assert domain.tables[0][0].tolist() == [0.125, 0.5]
    assert domain.tables[1][0] == pytest.approx([0.08, 0.2, 0.32, 0.4, 0.4])
    assert domain.tables[2][0] == pytest.approx(np.linspace(0.1, 0, 11), abs=1e-15)
    assert domain.reservation.tolist() == [0.3]
    assert domain.discount.tolist() == [0.8]
    assert domain.party_names == ("party0",)
    assert [doubt.code for doubt in found.doubts] == ["genius-real"]


def test_no_reservation_is_zero_and_names_may_repeat(tmp_path: Path) -> None:
    bare = PROFILE.replace('<reservation value="0.3"/>', "").replace('<discount_factor value="0.8"/>', "")
    at, (profile, _) = written(tmp_path, DOMAIN, bare, bare)
    domain = genius.read(at, [profile, profile])

    assert domain.reservation.tolist() == [0, 0]
    assert domain.discount.tolist() == [1, 1]
    assert domain.party_names == ("party0", "party0 2")


@pytest.mark.parametrize(
    ("old", "new", "code", "checked"),
    [
        ('index="3" value="0.1"', 'index="3" value="0.9"', "genius-weights", 0.9),
        ('<weight index="3" value="0.1"/>', "", "genius-no-weight", 0.0),
        ('<item value="Vienna" evaluation="2.0"/>', "", "genius-no-evaluation", 0.1),
        (
            'evaluation="8"/><item value="Vienna" evaluation="2.0"',
            'evaluation="0"/><item value="Vienna" evaluation="0"',
            "genius-all-zero",
            0.1,
        ),
        ('<discount_factor value="0.8"/>', '<discount_factor value="1.8"/>', "genius-discount", 0.1),
    ],
)
def test_doubts_are_reported_and_nothing_is_clipped(tmp_path: Path, old: str, new: str, code: str, checked: float) -> None:
    assert old in PROFILE
    found = genius.reading(*written(tmp_path, DOMAIN, PROFILE.replace(old, new)))

    assert code in [doubt.code for doubt in found.doubts]
    assert found.domain.tables[2][0].max() == pytest.approx(checked)
    for doubt in found.doubts:
        assert doubt.in_language("fr") != doubt.in_language("en")
    if code == "genius-weights":
        assert found.domain.highest[0] == pytest.approx(1.8)
        assert "genius-above-one" in [doubt.code for doubt in found.doubts]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('<weight index="1" value="0.5"/>', '<weight index="1" value="x"/>', "number"),
        ('<weight index="1" value="0.5"/>', '<weight index="1" value="nan"/>', "number"),
        ('<weight index="1" value="0.5"/>', '<weight index="1" value="-1"/>', "number"),
        ('evaluation="8"', 'evaluation="1e999"', "number"),
        ('evaluation="8"', 'evaluation="-8"', "number"),
        ('value="Lomé" evaluation', 'value="Paris" evaluation', "option must be one of"),
        ('value="Vienna" evaluation', 'value="Lomé" evaluation', "name of its own"),
        ('<reservation value="0.3"/>', '<reservation value=""/>', "number"),
        ('ftype="linear" offset="0.2"', 'ftype="triangular" offset="0.2"', "evaluator of numbers must"),
        ('ftype="linear" offset="0.2" slope="0.3"', 'ftype="linear"', "evaluator of numbers must"),
        ("<utility_space>", '<utility_space type="nonlinear">', "nonlinear"),
        ("<objective>", "<objective><ufun><hyperRectangle/></ufun>", "nonlinear"),
        ('<issue index="1" name="Seat"', '<issue index="7" name="Site"', "says nothing of the issue “Seat”"),
    ],
)
def test_faults_of_a_profile_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PROFILE
    with pytest.raises(CannotRead, match=said) as error:
        genius.read(*written(tmp_path, DOMAIN, PROFILE.replace(old, new)))
    assert say(error.value.message, "fr")


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("<negotiation_template/>", "no issue"),
        (DOMAIN.replace("Vienna", "Lomé"), "name of its own"),
        (DOMAIN.replace('name="Share"', 'name="Seat"'), "name of its own"),
        (DOMAIN.replace('type="integer" lowerbound', 'type="colour" lowerbound'), "kind of an issue must be"),
        (DOMAIN.replace('upperbound="14"', 'upperbound="9"'), "no range"),
        (DOMAIN.replace('upperbound="14"', 'upperbound="999999999"'), "no range"),
        (DOMAIN.replace('lowerbound="10"', 'lowerbound="1.5"'), "no range"),
        ("", "not valid XML"),
        ("<a>", "not valid XML"),
        ("\x00\x01binary", "not valid XML"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "not valid XML"),
        ("<a>" * 100, "levels"),
        ("<a>" + "<b/>" * 200_001 + "</a>", "elements"),
    ],
)
def test_faults_of_a_domain_are_named(tmp_path: Path, domain: str, said: str) -> None:
    with pytest.raises(CannotRead, match=said):
        genius.read(*written(tmp_path, domain))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]>',
    ],
)
def test_entities_are_refused_in_domain_and_profile(tmp_path: Path, declared: str) -> None:
    with pytest.raises(CannotRead, match="entities"):
        genius.read(*written(tmp_path, declared + DOMAIN))
    with pytest.raises(CannotRead, match="entities"):
        genius.read(*written(tmp_path, DOMAIN, declared + PROFILE))


def test_files_that_are_not_there(tmp_path: Path) -> None:
    at, profiles = written(tmp_path)
    with pytest.raises(CannotRead):
        genius.read(tmp_path / "none.xml", profiles)
    with pytest.raises(CannotRead):
        genius.read(at, [tmp_path])
    for wrong in ([], profiles[0]):
        with pytest.raises(BadValue, match="profile_xml"):
            genius.read(at, wrong)


def test_written_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    domain = Domain(
        scores=[chance.random((2, 3)), chance.random((2, 2)), [[0, 0], [0.1, 0]]],
        reservation=[0.123456789, None],
        discount=[None, 0.7],
        issue_names=['<Seat> & "place"', "l'année", "é"],
        option_names=[["a", "b", "c"], ["1", "2"], ["x", "y"]],
        party_names=["north", "south"],
    )
    at, profiles = tmp_path / "d.xml", [tmp_path / "north.xml", tmp_path / "south.xml"]
    genius.write(domain, at, profiles)
    found = genius.read(at, profiles)

    for one, other in zip(domain.tables, found.tables, strict=True):
        assert np.abs(one - other).max() < 1e-15
    assert found.reservation.tolist() == [0.123456789, 0]
    assert found.discount.tolist() == [1, 0.7]
    assert (found.issue_names, found.option_names, found.party_names) == (domain.issue_names, domain.option_names, domain.party_names)


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    at = tmp_path / "d.xml"
    for domain, said in (
        (Domain(scores=[[[-1, 0]]]), "party 1"),
        (Domain(scores=[[[1, 0]]], reservation=[-0.5]), "party 1"),
        (Domain(scores=[[[1, 0]]], issue_names=["a\x00"]), "XML can hold"),
        (Domain(scores=[[[1, 0]]], issue_names=[" a"]), "XML can hold"),
    ):
        with pytest.raises(BadValue, match=said):
            genius.write(domain, at, [tmp_path / "p.xml"])
    with pytest.raises(BadValue, match="1 files"):
        genius.write(Domain(scores=[[[1, 0]]]), at, [])
    assert not at.exists()
