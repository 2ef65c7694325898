"""Evidence that may not be attributed: who reads of it reads nothing that tells whose information it is."""

from __future__ import annotations

import dataclasses

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.scope import AUDIENCES
from legation.dossier.clearing.view import TELLING, protected, unattributed, with_sources_of
from legation.dossier.records import MARKINGS

HEAD = "id,title,publisher,origin,speaker_level,channel,url,part,attributable,supersedes\n"
OPEN = "open,Open,Paper,,,,https://example.org/open,files/open.txt,,\n"


def dossier(*rows: str, **files: bytes) -> Dossier:
    parts = {"dossier.toml": b'id = "d"', "evidence.csv": (HEAD + "".join(rows)).encode()}
    return decode(parts | {f"files/{name}.txt": data for name, data in ({"open": b"open", "safe": b"safe"} | files).items()})


def row(name: str, attributable: str = "", supersedes: str = "", part: str = "files/safe.txt") -> str:
    return f"{name},Said,A ministry,an envoy,,meeting,https://example.org/{name},{part},{attributable},{supersedes}\n"


def told(evidence: Dossier, name: str) -> list[str]:
    return [getattr(one, field) for one in evidence.evidence if one.id == name for field in TELLING if getattr(one, field)]


def test_what_says_so_is_protected_with_all_that_it_supersedes() -> None:
    assert protected(dossier(OPEN)) == frozenset()
    assert protected(dossier(OPEN, row("yes", "yes"), row("no", "no"))) == {"no"}
    chain = dossier(row("first"), row("second", "", "first"), row("third", "no", "second"), row("fourth", "yes", "third"), OPEN)
    assert protected(chain) == {"first", "second", "third"}
    cycle = dataclasses.replace(
        chain, evidence=tuple(dataclasses.replace(one, supersedes=one.supersedes or "fourth") for one in chain.evidence)
    )
    assert protected(cycle) == {"first", "second", "third", "fourth"}, "a cycle, which no check would pass, ends"


def test_nothing_that_tells_is_left_and_the_rest_stays() -> None:
    whole = dossier(OPEN, row("safe", "no"))
    left = unattributed(whole, whole)

    assert told(left, "safe") == []
    assert [getattr(left.evidence[1], field) for field in TELLING] == [""] * len(TELLING)
    assert [(one.id, one.title.text, one.attributable) for one in left.evidence] == [("open", "Open", None), ("safe", "Said", False)]
    assert told(left, "open") == ["Paper", "https://example.org/open", "files/open.txt"]
    assert dict(left.files) == {"files/open.txt": b"open"}


def test_what_was_superseded_is_protected_too_and_says_so() -> None:
    whole = dossier(OPEN, row("old"), row("new", "no", "old"))
    left = unattributed(whole, whole)

    assert told(left, "old") == told(left, "new") == []
    assert [one.attributable for one in left.evidence] == [None, False, False]


def test_a_file_that_an_open_row_archived_too_stays() -> None:
    whole = dossier(OPEN, row("safe", "no", part="files/open.txt"))

    assert dict(unattributed(whole, whole).files) == {"files/open.txt": b"open", "files/safe.txt": b"safe"}
    assert told(unattributed(whole, whole), "safe") == []


def test_where_no_protected_row_is_left_the_dossier_is_the_same() -> None:
    left, whole = dossier(OPEN), dossier(OPEN, row("safe", "no"))

    assert unattributed(left, whole) is left
    assert unattributed(left, left) is left


def test_who_does_not_see_protected_sources_changes_nothing_of_them() -> None:
    head = dossier(OPEN, row("safe", "no"), row("gone", "no"), safe=b"as it was")
    edited = dossier(OPEN.replace("Paper", "Another paper"), "safe,Said otherwise,,,,,,,no,\n", "new,New,Press,,,,,,,\n", safe=b"changed")
    back = with_sources_of(edited, head)

    assert [one.id for one in back.evidence] == ["open", "safe", "new"]
    assert told(back, "safe") == told(head, "safe") == ["A ministry", "an envoy", "meeting", "https://example.org/safe", "files/safe.txt"]
    assert [one.title.text for one in back.evidence] == ["Open", "Said otherwise", "New"]
    assert (told(back, "open")[0], told(back, "new")) == ("Another paper", ["Press"])
    assert [one.attributable for one in back.evidence] == [None, False, None]
    assert dict(back.files) == {"files/open.txt": b"open", "files/safe.txt": b"as it was"}


def test_what_was_superseded_by_a_protected_source_is_put_back_as_protected() -> None:
    head = dossier(row("old"), row("new", "no", "old"))
    edited = dossier("old,Said,,,,,,,,\n", "new,Said,,,,,,,,old\n")

    assert [(one.attributable, one.publisher) for one in with_sources_of(edited, head).evidence] == [(False, "A ministry")] * 2


@pytest.mark.parametrize("marking", MARKINGS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_whose_information_it_is_only_the_owner_is_told(audience: str, marking: str) -> None:
    seen = dossier(OPEN, row("old"), row("safe", "no", "old")).cleared(marking, audience)
    is_owner = audience == "owner"

    assert [one.id for one in seen.evidence] == ["open", "old", "safe"]
    for name in ("old", "safe"):
        assert bool(told(seen, name)) == is_owner
    assert ("files/safe.txt" in seen.files) == is_owner
    assert told(seen, "open")


@pytest.mark.parametrize("part", ["", "files/lost.txt"])
def test_a_protected_source_without_a_file_brings_none(part: str) -> None:
    head = dossier(row("safe", "no", part=""))
    head = dataclasses.replace(head, evidence=tuple(dataclasses.replace(one, part=part) for one in head.evidence))
    edited = dossier("safe,Said,,,,,,,no,\n")

    assert dict(with_sources_of(edited, head).files) == dict(edited.files)


def test_without_a_protected_source_nothing_is_put_back() -> None:
    edited = dossier(OPEN)

    assert with_sources_of(edited, dossier(OPEN, row("safe", "yes"))) is edited
