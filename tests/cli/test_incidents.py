"""Registers of incidents from the command line: in without loss, out for a reader, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from stix_made import ident, made

from legation.cli import main
from legation.dossier import load
from legation.sources import stix
from legation.sources.stix.vocabulary import STANDARD_MARKINGS

RED = next(identity for identity, marking in STANDARD_MARKINGS.items() if marking == "TLP:RED")
INCIDENT = made("incident", 1, name="The breach", x_desk={"kept": [1, None]})
OPEN, HIDDEN = made("tool", 2, name="PLAIN-TOOL"), made("tool", 3, name="SECRET-TOOL", object_marking_refs=[RED])


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "matter"), "--marking", "TLP:CLEAR"]) == 0
    return tmp_path / "matter"


def bundle(path: Path, *objects: Any) -> str:
    stix.write(stix.Incidents.of(objects), path)
    return str(path)


def there(matter: Path, name: str = "breach") -> tuple[Any, ...]:
    part = f"incidents/{name}.json"
    return stix.decode(load(matter).files[part], part).objects


def test_a_bundle_is_imported_whole_and_again_without_a_change(matter: Path, tmp_path: Path, capsys) -> None:
    file = bundle(tmp_path / "breach.json", INCIDENT, OPEN, HIDDEN)
    assert main(["import", "stix", file, "--into", str(matter), "--dry-run"]) == 0
    assert "Nothing was written" in capsys.readouterr().out and not load(matter).files
    assert main(["import", "stix", file, "--into", str(matter)]) == 0
    assert "3 objects of 3 added" in capsys.readouterr().out and there(matter) == (INCIDENT, OPEN, HIDDEN)

    before = load(matter).hash
    assert main(["import", "stix", file, "--into", str(matter)]) == 0
    assert "0 objects of 3 added" in capsys.readouterr().out and load(matter).hash == before


def test_a_later_bundle_adds_and_what_contradicts_is_listed(matter: Path, tmp_path: Path, capsys) -> None:
    assert main(["import", "stix", bundle(tmp_path / "breach.json", INCIDENT, OPEN), "--into", str(matter)]) == 0
    newer = OPEN | {"modified": "2025-01-01T00:00:00.000Z", "name": "Renamed"}
    file = bundle(tmp_path / "breach.json", INCIDENT | {"name": "Another breach"}, newer, HIDDEN)

    assert main(["import", "stix", file, "--into", str(matter)]) == 1
    said = capsys.readouterr()
    assert "2 objects of 3 added" in said.out and "that of the register stands" in said.err
    assert there(matter) == (INCIDENT, OPEN, newer, HIDDEN)


def test_what_cannot_be_relied_on_is_said_at_import_and_by_check(matter: Path, tmp_path: Path, capsys) -> None:
    dangling = made("note", 4, object_refs=[ident("malware", 9)])
    assert main(["import", "stix", bundle(tmp_path / "breach.json", dangling), "--into", str(matter)]) == 1
    assert ident("malware", 9) in capsys.readouterr().err
    assert main(["check", str(matter), "--json"]) == 1
    assert [(p["part"], p["code"]) for p in json.loads(capsys.readouterr().out)] == [("incidents/breach.json", "dangling")]

    (matter / "incidents" / "breach.json").write_text("[7]")
    assert main(["check", str(matter), "--lang", "fr"]) == 1
    assert "Le registre d’incidents ne peut être lu" in capsys.readouterr().out


def test_events_of_misp_come_in_and_go_out(matter: Path, tmp_path: Path, capsys) -> None:
    event = {"Event": {"uuid": "5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "info": "Phishing", "Attribute": []}}
    (tmp_path / "event.json").write_text(json.dumps(event))
    assert main(["import", "misp", str(tmp_path / "event.json"), "--into", str(matter)]) in (0, 1)
    assert {o["type"] for o in there(matter, "event")} >= {"incident"}
    assert main(["export", str(matter), str(tmp_path / "out.misp.json"), "--incidents", "event"]) == 0

    assert json.loads((tmp_path / "out.misp.json").read_text())["response"] == [event]
    capsys.readouterr()


def test_an_export_holds_what_its_reader_may_see(matter: Path, tmp_path: Path, capsys) -> None:
    claim = made("relationship", 5, relationship_type="uses", source_ref=INCIDENT["id"], target_ref=HIDDEN["id"])
    assert main(["import", "stix", bundle(tmp_path / "breach.json", INCIDENT, OPEN, HIDDEN, claim), "--into", str(matter)]) == 0
    for marking, seen in (("TLP:AMBER", (INCIDENT, OPEN)), ("", (INCIDENT, OPEN, HIDDEN, claim))):
        copy = tmp_path / f"copy{marking[4:]}"
        words = ["--marking", marking] if marking else []
        assert main(["export", str(matter), str(copy), *words]) == 0
        assert there(copy) == seen
        assert main(["check", str(copy)]) == 0
        assert main(["export", str(matter), str(tmp_path / "one.json"), "--incidents", "breach", *words]) == 0
        assert stix.read(tmp_path / "one.json").objects == seen
    assert main(["export", str(matter), str(tmp_path / "partner"), "--audience", "partner"]) == 0
    assert not load(tmp_path / "partner").files
    assert main(["export", str(matter), str(tmp_path / "old"), "--as-of", "2024-03-04"]) == 0
    assert there(tmp_path / "old") == ()
    capsys.readouterr()


@pytest.mark.parametrize("by", ["dossier.toml", "evidence.csv"])
def test_a_register_of_a_higher_marking_is_not_there(matter: Path, tmp_path: Path, capsys, by: str) -> None:
    assert main(["import", "stix", bundle(tmp_path / "breach.json", INCIDENT), "--into", str(matter)]) == 0
    if by == "dossier.toml":
        (matter / by).write_text('id = "matter"\nmarking = "TLP:RED"\n')
    else:
        (matter / by).write_text("id,title,part,marking\ne1,The register,incidents/breach.json,TLP:RED\n")
    out = tmp_path / "out.json"
    for audience in ("desk", "partner"):
        words = ["export", str(matter), str(out), "--incidents", "breach", "--audience", audience]
        capsys.readouterr()
        assert main([*words, "--marking", "TLP:AMBER+STRICT"]) == 2
        assert "must be the name of a part in incidents/, where you see none" in capsys.readouterr().err and not out.exists()
    assert main(["export", str(matter), str(out), "--incidents", "breach"]) == 0
    assert stix.read(out).objects == (INCIDENT,)


def test_a_partner_reads_no_victim_that_has_not_agreed(matter: Path, tmp_path: Path, capsys) -> None:
    victim = made("identity", 6, name="Firm of the North", identity_class="organization")
    hit = made("relationship", 7, relationship_type="targets", source_ref=INCIDENT["id"], target_ref=victim["id"])
    call = made("note", 8, content="Calls to Firm of the North.", object_refs=[INCIDENT["id"]])
    file = bundle(tmp_path / "breach.json", INCIDENT, victim, hit, call)
    assert main(["import", "stix", file, "--into", str(matter)]) == 0
    out = tmp_path / "partner.json"

    assert main(["export", str(matter), str(out), "--incidents", "breach", "--audience", "partner", "--marking", "TLP:GREEN"]) == 1
    assert "has not agreed to be named" in capsys.readouterr().err
    assert stix.read(out).objects == (INCIDENT, call)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["x.json", "--incidents", "other"], 2, "must be the name of a part in incidents/, where you see none"),
        (["x.txt", "--incidents", "breach"], 2, ".misp.json"),
    ],
)
def test_wrong_words_are_answered(matter: Path, tmp_path: Path, capsys, words: list[str], code: int, said: str) -> None:
    if "breach" in words:
        assert main(["import", "stix", bundle(tmp_path / "breach.json", INCIDENT), "--into", str(matter)]) == 0
    assert main(["export", str(matter), str(tmp_path / words[0]), *words[1:]]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / words[0]).exists()
