"""The marking of what was worked out from rows of a dossier."""

from __future__ import annotations

import pytest

from legation.dossier import Dossier, decode
from legation.questions.actors.proposals import marking_of


def made(issue: str = "", one: str = "", other: str = "", whole: str = "") -> Dossier:
    return decode(
        {
            "dossier.toml": f'id = "made"\nmarking = "{whole}"'.encode() if whole else b'id = "made"',
            "evidence.csv": f"id,title,marking,evidence\none,A note,{one},\nother,A letter,{other},\nabove,A summary,,other\n".encode(),
            "issues.csv": f"id,question,marking,evidence\nsky,Open?,{issue},one\nsea,Closed?,,above\n".encode(),
            "rollcalls.csv": b"id,title,issue\nr,A vote,sky\n",
        }
    )


@pytest.mark.parametrize(
    ("marks", "rows", "marking"),
    [
        ({}, {"issues": {"sky"}}, ""),
        ({"issue": "TLP:CLEAR"}, {"issues": {"sky"}}, ""),
        ({"issue": "TLP:GREEN"}, {"issues": {"sky"}}, "TLP:GREEN"),
        ({"issue": "TLP:GREEN"}, {"issues": {"sea"}}, ""),
        ({"issue": "TLP:GREEN", "one": "TLP:AMBER+STRICT"}, {"issues": {"sky"}}, "TLP:AMBER+STRICT"),
        ({"issue": "TLP:RED"}, {"rollcalls": {"r"}}, "TLP:RED"),
        ({"other": "TLP:RED"}, {"issues": {"sea"}}, "TLP:RED"),
        ({"other": "TLP:RED"}, {"issues": {"sky"}, "evidence": {"one", ""}}, ""),
        ({"other": "TLP:RED"}, {"issues": {"sky"}, "evidence": {"one", "other"}}, "TLP:RED"),
        ({"whole": "TLP:AMBER"}, {"issues": {"sky"}}, ""),
        ({"whole": "TLP:AMBER", "one": "TLP:GREEN"}, {"issues": {"sky"}}, ""),
        ({"whole": "TLP:AMBER", "one": "TLP:AMBER"}, {"issues": {"sky"}}, "TLP:AMBER"),
        ({"whole": "TLP:AMBER", "one": "TLP:RED"}, {"issues": {"sky"}}, "TLP:RED"),
    ],
)
def test_it_is_the_lowest_at_which_all_is_seen(marks: dict[str, str], rows: dict[str, set[str]], marking: str) -> None:
    assert marking_of(made(**marks), rows) == marking
