"""Seals: the canonical form, what breaks one, and what a dossier says of forecasts before and after they are settled."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Forecast, When, Wording, decode, encode
from legation.dossier.column import Wording as Text
from legation.dossier.files.templates import csv_template
from legation.dossier.tables.forecasts import FIXED, canonical, opens, seal_of, seal_states, withheld
from legation.errors import DossierError, WrongUse

SALT = "00112233445566778899aabbccddeeff"
MADE = Forecast(id="f", question=Wording("Adopté ?"), probability=0.7, made_on=When("2019-12-26"), made_by="desk")


def sealed(row: Forecast, salt: str = SALT) -> Forecast:
    return dataclasses.replace(row, seal=seal_of(row, salt), salt=salt)


def test_the_canonical_form_is_as_documented_and_its_hash_is_the_seal() -> None:
    """Worked by hand: sorted keys, no blanks, UTF-8, only what is filled."""
    text = (
        '{"form":"legation-forecast-1","made_by":"desk","made_on":"2019-12-26","probability":"0.7","question":"Adopté ?",'
        f'"salt":"{SALT}"}}'
    )

    assert canonical(MADE, SALT) == text.encode()
    assert seal_of(MADE, SALT) == hashlib.sha256(text.encode()).hexdigest()
    assert seal_of(dataclasses.replace(MADE, question=Text("Adopte\u0301 ?")), SALT) == seal_of(MADE, SALT)


def test_every_column_is_either_sealed_or_is_about_the_row_or_its_resolution() -> None:
    about = {"id", "supersedes", "author", "recorded", "reason", "evidence", "marking", "seal", "salt", "printed_in"}
    settled = {"resolved_on", "resolution", "came_true", "result", "resolution_evidence"}
    header = set(csv_template("forecasts").decode("utf-8-sig").splitlines()[0].split(","))

    assert header == set(FIXED) | about | settled


@pytest.mark.parametrize(
    "change",
    [
        {"probability": 0.71},
        {"probability": None},
        {"question": Wording("Rejeté ?")},
        {"made_on": When("2019-12-25")},
        {"made_by": "other"},
        {"low": 1.0, "high": 2.0},
        {"baseline_probability": 0.5},
        {"baseline": Wording("", fr="comme la dernière fois")},
        {"unit": Wording("", en="members")},
        {"due": When("2020")},
        {"made": "replay"},
        {"salt": "f" * 32},
        {"seal": "0" * 64},
    ],
)
def test_any_change_of_what_was_sealed_breaks_the_seal(change: dict[str, object]) -> None:
    row = sealed(MADE)
    altered = dataclasses.replace(row, **change)  # type: ignore[arg-type]

    assert seal_states([row]) == {"f": "intact"}
    assert seal_states([altered]) == {"f": "broken"}


def test_resolving_breaks_nothing_but_a_new_seal_or_none_does() -> None:
    row = sealed(MADE)
    resolved = dataclasses.replace(row, id="g", supersedes="f", resolved_on=When("2020"), came_true=True, resolution="oui")
    again = sealed(dataclasses.replace(resolved, probability=0.99, seal="", salt=""))
    bare = dataclasses.replace(resolved, seal="", salt="")
    hidden = dataclasses.replace(resolved, salt="")

    assert seal_states([row, resolved])["g"] == "intact"
    assert [seal_states([row, later])["g"] for later in (again, bare, hidden)] == ["broken"] * 3
    assert seal_states([MADE]) == {"f": "unsealed"}


def test_a_deposit_tells_nothing_and_opens() -> None:
    row = sealed(MADE)
    deposit = withheld(row)

    assert (deposit.probability, deposit.salt, deposit.seal) == (None, "", row.seal)
    assert seal_states([deposit]) == {"f": "withheld"}
    opened = dataclasses.replace(row, id="g", supersedes="f")
    assert seal_states([deposit, opened]) == {"f": "withheld", "g": "intact"}
    assert opens(MADE, row.seal, SALT)
    assert not opens(dataclasses.replace(MADE, probability=0.3), row.seal, SALT)


@given(
    st.floats(0, 1),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20),
    st.text("0123456789abcdef", min_size=32, max_size=32),
)
def test_a_seal_survives_the_journey_through_a_part(probability: float, question: str, salt: str) -> None:
    row = sealed(Forecast(id="f", question=Wording(f"Q {question}".strip()), probability=probability), salt)
    parts = encode(decode({"dossier.toml": b'id = "x"'}))
    dossier = dataclasses.replace(decode(parts), forecasts=(row,))
    (back,) = decode(encode(dossier)).forecasts

    assert seal_states([back]) == {"f": "intact"}
    assert json.loads(canonical(back, salt))["salt"] == salt


def test_a_salt_has_its_form() -> None:
    with pytest.raises(WrongUse):
        canonical(MADE, "short")


# --- the part ---


def dossier_of(rows: str) -> dict[str, bytes]:
    return {"dossier.toml": b'id = "x"', "evidence.csv": b"id,title,date\ne,T,2020-01-02\n", "forecasts.csv": rows.encode()}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("id,low,value,high\nf,3,2,5\n", "out-of-order"),
        ("id,probability\nf,1.2\n", "out-of-range"),
        ("id,level\nf,1\n", "out-of-range"),
        ("id,level\nf,0\n", "out-of-range"),
        ("id,came_true\nf,yes\n", "resolution-undated"),
        ("id,result\nf,3\n", "resolution-undated"),
        ("id,resolution_evidence\nf,e\n", "resolution-undated"),
        ("id,resolution_evidence,resolved_on\nf,gone,2020\n", "dangling-evidence"),
        ("id,made_on,resolved_on\nf,2020-01-02,2020-01-01\n", "ends-before-start"),
        ("id,salt\nf," + "0" * 32 + "\n", "salt-without-seal"),
        ("id,seal\nf,abc\n", "bad-code"),
    ],
)
def test_what_cannot_stand_is_said(rows: str, code: str) -> None:
    with pytest.raises(DossierError) as raised:
        decode(dossier_of(rows))
    assert [p.code for p in raised.value.problems] == [code]


def test_what_was_written_before_is_still_read() -> None:
    found = decode(dossier_of("id,question,outcome,probability,made_on,resolved_on,resolution\nf,Q,yes,0.5,2018-01-01,2019,yes\n"))

    assert found.forecasts[0].resolution == "yes"


def test_a_resolution_is_not_known_before_its_day() -> None:
    rows = "id,supersedes,probability,made_on,resolved_on,came_true,resolution_evidence\nf,,0.5,2020-01-01,,,\ng,f,0.5,2020-01-01,2020-01-03,yes,e\n"
    whole = decode(dossier_of(rows))

    assert whole.as_of("2019-12-31").forecasts == ()
    for day, settled in (("2020-01-02", None), ("2020-01-03", True)):
        found = whole.as_of(day).forecasts[-1]
        assert (found.id, found.probability, found.came_true) == ("g", 0.5, settled)
        assert (found.resolved_on is None) == (settled is None)
        assert bool(found.resolution_evidence) == bool(settled)
