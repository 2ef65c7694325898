"""Who can stop a matter of ICANN, from the command line: an empty dossier, a pack taken, the question, the calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest

from legation.cli import main
from legation.dossier import load
from legation.questions import Answer, Case, ask


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fora") / "desk"
    assert main(["new", str(folder), "--title", "Names and numbers"]) == 0
    assert main(["take", "internet-governance", str(folder), "--fora", "icann"]) == 0
    return folder


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "any 4 of the 5",
                "(Not verified.)",
                "Next on the path: Plan and budget: period of petitions ends, 1 June 2026, 23:59 (Los Angeles",
            ),
        ),
        ("fr", ("adopté par 4 membres sur 5", "(Non vérifié.)", "fin du délai de pétition, 1er juin 2026 à 23:59 (heure de Los Angeles)")),
    ],
)
def test_the_petition_against_a_budget_ends_on_a_day(
    desk: Path, lang: str, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        "ask",
        "who-can-stop-it",
        str(desk),
        "--body",
        "icann-ec",
        "--matter",
        "reject budget",
        "--as-of",
        "2026-05-15",
        "--lang",
        lang,
    ]
    assert main(asked) == 0
    printed = " ".join(capsys.readouterr().out.replace("\u202f", " ").replace("\xa0", " ").split())
    assert not [one for one in said if one not in printed]


def test_the_calendar_has_the_end_of_the_petition_at_its_hour(desk: Path) -> None:
    file = desk.parent / "fora.ics"
    assert main(["export", str(desk), str(file), "--calendar", "--as-of", "2026-05-15"]) == 0
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    petition = [event for event in events if "Plan and budget: period of petitions ends" in str(event["SUMMARY"])]
    assert dt.datetime(2026, 6, 2, 6, 59, tzinfo=dt.UTC) in [event.decoded("DTSTART") for event in petition]


FOUR_OR_THREE = {("carry", "no"): [4], ("carry", "abstain"): [3], ("stop", "no"): [2], ("stop", "abstain"): [3]}
FOUR = {("carry", "either"): [4], ("stop", "either"): [2]}


@pytest.mark.parametrize(
    ("body", "matter", "members", "expected"),
    [
        ("icann-ec", "reject budget", 5, FOUR),
        ("icann-ec", "recall Board", 5, FOUR),
        (
            "icann-ec",
            "approve fundamental bylaw",
            21,
            {("carry", "no"): [12 + 4], ("carry", "abstain"): [12 + 3], ("stop", "no"): [2, 5], ("stop", "abstain"): [3, 5]},
        ),
        ("icann-ec", "reject standard bylaw", 5, FOUR_OR_THREE),
        ("icann-ec", "remove NomCom director", 5, FOUR_OR_THREE),
        ("icann-ec", "community IRP", 5, FOUR_OR_THREE),
        ("icann-ec", "community reconsideration", 5, FOUR_OR_THREE),
        ("icann-ec", "GAC carve-out", 4, {("carry", "either"): [3], ("stop", "either"): [2]}),
        ("icann-board", "reject GAC advice", 16, {("carry", "either"): [10], ("stop", "either"): [7]}),
    ],
)
def test_the_powers_over_icann_as_the_pack_has_them(
    desk: Path, body: str, matter: str, members: int, expected: dict[tuple[str, str], list[int]]
) -> None:
    answer = ask("who-can-stop-it", Case(dossier=load(desk), today=dt.date(2026, 12, 1)), body=body, matter=matter)

    assert sizes(answer) == expected
    assert {fact.what: fact.value for fact in answer.finding("stops").quantities}["members"] == members
    assert bool(answer.finding("stops").message.id.split(".")[1].startswith("mark-")) == (matter != "GAC carve-out")


def sizes(answer: Answer) -> dict[tuple[str, str], list[int]]:
    """Return by what sets do, and the reading, how many members each kind has."""
    found: dict[tuple[str, str], list[int]] = {}
    table = answer.table("sets")
    for cells in table.rows:
        row = {column.id: cell for column, cell in zip(table.columns, cells, strict=True)}
        way = row["way"].id.split("-")[-1] if "way" in row else "either"
        found.setdefault((row["does"].id.split("-")[-1], way), []).append(row["size"])
    return found
