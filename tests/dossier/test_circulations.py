"""The terms of a circulation in the file of its draft, and the rows of its log."""

from __future__ import annotations

import pytest

from legation.dossier import Moment, decode, problems_of
from legation.dossier.kind import Instant, InvalidValue
from legation.dossier.models.draft import DRAFT
from legation.errors import DossierError
from legation.methods.signing.circulation import ANSWERS, CIRCULATIONS, SIDES

HEAD = b'[draft]\ntitle = "One text"\n[[version]]\nid = "v1"\npart = "drafts/x/v1.txt"\ndate = 2026-05-04\n[circulation]\n'


def read(terms: str, part: str = "drafts/x.toml"):
    return DRAFT.read(HEAD + terms.encode(), part).circulation


def test_the_terms_are_read_with_their_defaults() -> None:
    terms = read('kind = "joint_statement"\ncloses = "2026-05-12T18:00"\nzone = "America/New_York"\nreservations = true')

    assert terms.closing == Moment("2026-05-12T22:00Z").instant
    assert (terms.carry, terms.breaks, terms.objection_hours, terms.order, terms.embargoed_until) == ("resign", "own", 72, "language", None)
    assert set(ANSWERS) - set(terms.answers) == {"dissociate"}


def test_each_kind_of_circulation_admits_leaving_and_says_who_does_what() -> None:
    assert set(CIRCULATIONS) == {"cosponsorship", "joint_statement", "alignment", "open_letter"}
    for kind in CIRCULATIONS.values():
        assert {"sign", "clearance", "decline", "withdraw", "object"} <= set(kind.answers) <= set(ANSWERS)
        assert set(kind.does) <= set(SIDES) and "state" in kind.does
    assert [kind.id for kind in CIRCULATIONS.values() if kind.followed] == ["cosponsorship"]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ('kind = "petition"', "not-a-choice"),
        ('kind = "alignment"\ncloses = "2026-05-12T18:00"', "deadline-without-zone"),
        ('kind = "alignment"\ncloses = "2026-05-12T18:00"\nzone = "Mars/Base"', "no-zone"),
        ('kind = "alignment"\ncloses = "2026-03-29T02:30"\nzone = "Europe/Paris"', "no-such-time"),
        ('kind = "alignment"\nembargo = "2026-10-25T02:30"\nzone = "Europe/Paris"', "two-such-times"),
        ('kind = "alignment"\nopens = "2026-05-13T00:00Z"\ncloses = "2026-05-12T18:00"\nzone = "UTC"', "out-of-range"),
        ('kind = "alignment"\nreservations = true', "toml-value"),
        ('kind = "cosponsorship"\ndissociations = true', "toml-value"),
        ('kind = "alignment"\nhours = 0', "toml-value"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_place(terms: str, code: str) -> None:
    with pytest.raises(DossierError) as refused:
        read(terms)
    assert [one.code for one in refused.value.problems] == [code]


def test_versions_in_circulation_come_one_after_the_other() -> None:
    second = '[[version]]\nid = "v2"\npart = "drafts/x/v2.txt"\ndate = 2026-05-04\n'
    with pytest.raises(DossierError) as refused:
        read(f'kind = "alignment"\n{second}')
    assert [one.code for one in refused.value.problems] == ["twice-in-model"]
    assert read(f'kind = "alignment"\n{second}at = "2026-05-04T12:00Z"\n') is not None


def test_a_moment_of_the_log_may_be_a_day_and_counts_from_its_end() -> None:
    parts = {
        "dossier.toml": b'id = "x"',
        "actors.csv": b"id,name\nKEN,Kenya\n",
        "signatures.csv": b"id,draft,actor,version,answer,at,confirmed\ns1,x,KEN,v1,sign,2026-05-05,2026-05-06T09:00+03:00\n",
    }
    (row,) = decode(parts).signatures

    assert row.at.is_day and row.at.instant > Moment("2026-05-05T23:59Z").instant
    assert row.confirmed == Moment("2026-05-06T06:00Z")
    assert [str(row.at.in_language(lang)) for lang in ("en", "fr")] == ["5 May 2026", "5 mai 2026"]
    bad = parts | {"signatures.csv": b"id,draft,actor,version,answer,at\ns1,x,KEN,v1,perhaps,2026-05\n"}
    assert {(one.code, one.column) for one in problems_of(bad) if not one.is_notice} == {
        ("not-a-choice", "answer"),
        ("impossible-moment", "at"),
    }
    with pytest.raises(InvalidValue):
        Instant().read("2026-05-05")


def test_a_confirmation_is_not_seen_before_its_day() -> None:
    parts = {
        "dossier.toml": b'id = "x"',
        "actors.csv": b"id,name\nKEN,Kenya\n",
        "signatures.csv": b"id,draft,actor,version,answer,at,confirmed,channel\ns1,x,KEN,v1,sign,2026-05-05,2026-05-08,note\n",
    }
    dossier = decode(parts)

    assert [(row.confirmed, row.channel) for row in dossier.as_of("2026-05-07").signatures] == [(None, "")]
    assert [str(row.confirmed) for row in dossier.as_of("2026-05-08").signatures] == ["2026-05-08"]
    assert dossier.as_of("2026-05-04").signatures == ()
