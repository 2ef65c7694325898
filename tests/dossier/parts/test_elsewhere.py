"""Names in a model that mean rows of tables: what leads nowhere is said once, where it stands."""

from __future__ import annotations

from legation.dossier import decode
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.parts import read
from legation.dossier.parts.checks import unknown_elsewhere
from legation.sources.imports.merge import model_faults, model_notices

NAME = "negotiations/talks.toml"
TEXT = (
    NEGOTIATION.template("en")
    .replace('name_en = "Our side"', 'actor = "USA"\nname_en = "Our side"')
    .replace('name_en = "The other side"', 'actor = "FRA"\nname_en = "The other side"')
    .replace("[[worth]]", '[[worth]]\nevidence = ["e1", "e2"]')
)
TALKS = TEXT.encode()
LINES = {word: next(n for n, line in enumerate(TEXT.splitlines(), 1) if word in line and line[0] != "#") for word in ("USA", "evidence")}


def test_each_name_that_leads_nowhere_is_said_once_with_its_line() -> None:
    found = unknown_elsewhere(read(NAME, TALKS), {"actors": {"FRA", "US"}, "evidence": {"e1"}})

    assert [(one.code, one.row, one.column, one.found) for one in found] == [
        ("unknown-name", LINES["USA"], "party 1.actor", "USA"),
        ("unknown-reference", LINES["evidence"], "worth 1.evidence", "e2"),
    ]
    assert [one.is_notice for one in found] == [True, False]


def test_places_that_nobody_gave_are_not_judged() -> None:
    assert unknown_elsewhere(read(NAME, TALKS), {}) == []


def test_check_names_them_too() -> None:
    tables = {"dossier.toml": b'id = "d"', "actors.csv": b"id,name\nFRA,France\nUS,US\n", "evidence.csv": b"id,title\ne1,E\ne2,E\n"}

    dossier = decode(tables | {NAME: TALKS})
    (found,) = model_notices(dossier)

    assert not list(model_faults(dossier))

    assert (found.part, found.found) == (NAME, "USA")
    assert "actors.csv: id" in found.in_language("fr")
    assert "(le plus proche" in found.in_language("fr")
