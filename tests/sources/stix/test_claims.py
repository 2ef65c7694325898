"""Attributions and aliases stand side by side, each with its holder."""

from __future__ import annotations

from typing import Any

import pytest
from stix_made import ident, made

from legation.dossier.when import When
from legation.sources import stix
from legation.sources.stix.records import Aliases, Claim, NamedSo

AT = "2024-06-01T00:00:00.000Z"
GROUPS = [made("intrusion-set", 1, name="Group A"), made("intrusion-set", 2, name="Group B")]


def said(number: int, to: int, claim: Claim | None = None, **own: Any) -> dict[str, Any]:
    o = made(
        "relationship",
        number,
        relationship_type="attributed-to",
        source_ref=ident("incident"),
        target_ref=ident("intrusion-set", to),
        **own,
    )
    return stix.extended(o, claim, AT) if claim else o


def register(*objects: dict[str, Any]) -> stix.Incidents:
    return stix.Incidents.of([made("incident"), *GROUPS, made("identity", 1, name="Firm"), made("identity", 2, name="Denmark"), *objects])


def test_claims_stand_side_by_side_in_the_order_of_their_dates() -> None:
    there = register(
        said(
            1,
            1,
            Claim(
                holder="GBR",
                claimed_on=When("2018-02-15"),
                likelihood="almost certainly",
                track="political",
                source="https://example.org/1",
            ),
        ),
        said(
            2,
            1,
            created_by_ref=ident("identity"),
            confidence=80,
            external_references=[{"source_name": "report", "url": "https://example.org/2"}],
        ),
        said(3, 2, Claim(holder_ref=ident("identity", 2), claimed_on=When("2018-01"), confidence="low", act="supports")),
        said(4, 2, Claim(holder="RUS", claimed_on=When("2018-02-16"), act="denies")),
    )

    found = stix.attributions(there, ident("incident"))

    assert [(one.holder, str(one.date), one.act, one.confidence) for one in found] == [
        ("Denmark", "2018-01", "supports", "low"),
        ("GBR", "2018-02-15", "attributes", ""),
        ("RUS", "2018-02-16", "denies", ""),
        ("Firm", "2024-03-05", "attributes", "high"),
    ]
    assert (
        found[1].likelihood == "almost certainly"
        and found[1].sources == ("https://example.org/1",)
        and found[3].sources == ("https://example.org/2",)
    )
    assert stix.contested(there) == (ident("incident"),) and stix.unheld(there) == ()


def test_an_opinion_is_a_claim_about_a_claim() -> None:
    opinion = made(
        "opinion",
        opinion="strongly-disagree",
        object_refs=[ident("relationship"), ident("incident")],
        created_by_ref=ident("identity", 2),
        explanation="No.",
    )

    found = stix.attributions(register(said(1, 1, Claim(holder="GBR")), opinion))

    (about,) = (one for one in found if one.about)
    assert (about.about, about.holder, about.act, about.to, about.text) == (
        ident("relationship"),
        "Denmark",
        "denies",
        ident("intrusion-set"),
        "No.",
    )


def test_a_claim_without_a_holder_is_kept_and_named() -> None:
    there = register(said(1, 1), said(2, 1, created_by_ref=ident("identity", 9)))

    assert [one.holder for one in stix.attributions(there)] == ["", ""] and len(stix.unheld(there)) == 2


@pytest.mark.parametrize(
    ("number", "word"),
    [(0, "none"), (1, "low"), (29, "low"), (30, "moderate"), (69, "moderate"), (70, "high"), (100, "high"), (101, ""), ("9", "")],
)
def test_numbers_of_confidence_become_words(number: Any, word: str) -> None:
    assert stix.attributions(register(said(1, 1, confidence=number)))[0].confidence == word


def test_a_revoked_claim_does_not_stand_and_agreement_is_no_contest() -> None:
    there = register(said(1, 1, Claim(holder="GBR")), said(2, 1, Claim(holder="USA")), said(3, 2, revoked=True))

    assert len(stix.attributions(there)) == 2 and stix.contested(there) == ()


def test_aliases_are_claims_and_never_merged() -> None:
    one = made("intrusion-set", 3, name="Sand", aliases=["Worm", "Sand", "Worm"], created_by_ref=ident("identity"))
    two = stix.extended(
        made("threat-actor", 1, name="Iron", x_mitre_aliases=["worm"]),
        Aliases(names=(NamedSo(name="Viking", holder="Denmark", stance="different", source="https://example.org"),)),
        AT,
    )
    there = register(one, two)

    assert [(c.object, c.name, c.holder, c.stance) for c in stix.aliases(there)] == [
        (one["id"], "Worm", "Firm", "same"),
        (two["id"], "worm", "", "same"),
        (two["id"], "Viking", "Denmark", "different"),
    ]
    assert [c.object for c in stix.aliases(there, "WORM")] == [one["id"], two["id"]]
    assert stix.contested_names(there) == ("viking", "worm")
