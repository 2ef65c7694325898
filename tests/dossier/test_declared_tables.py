"""A table that nobody else declared: what it is called, names, goes with and is replaced by follows from its declaration alone."""

# ruff: noqa: RUF009 - a field is defined by a call

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from legation.dossier import TABLES, When, Wording, decode
from legation.dossier.changes.difference import _rows, subject
from legation.dossier.column import Table, choice, day, label, ref, refs, text, wording
from legation.dossier.edit import new_id
from legation.dossier.records import Revisable
from legation.dossier.tables.labels import Named, choice_word, heading, shown
from legation.dossier.tables.references import named_by, names_of, places_of, references_of, without
from legation.language import _FOLDERS, add_catalogue, catalogue, say
from legation.web.forms.row_field import called
from legation.web.forms.row_field import names_of as offered
from legation.web.site.frame import tables_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Revisable):
    """A visit, with every trait that a table may have."""

    code: str = text(role="symbol")
    purpose: Wording = wording(role="calls")
    delegation: str = text(role="word")
    host: str = ref("actors", role="about")
    topic: str = ref("issues")
    guests: tuple[str, ...] = refs("actors")
    rank: str = choice("head", "expert")
    confidence: str = choice("low", "high", words="confidence")
    low: Wording = wording()
    date: When | None = day()


VISITS = Table("visits", Visit, known=("date",), chapter="engagement", superseded=True)
WORDS = {
    "en/table": 'visits = "visits"\n',
    "en/heading": 'host = "host"\nrank = "rank"\n[visits]\nlow = "lowest rank"\n',
    "en/choice": '[visits.rank]\nhead = "head of delegation"\nexpert = "expert"\n',
    "en/difference": '[row]\nvisits = "Visit {symbol} to {host} by {delegation}: {about}"\n',
}
D = decode(
    {
        "dossier.toml": b'id = "x"',
        "actors.csv": b"id,name\nFRA,France\nEST,Estonia\n",
        "issues.csv": b"id,question\nnorms,Norms?\n",
        "evidence.csv": b"id,title,part\ne1,Report,\n",
    }
)
VISIT = Visit(
    id="v1",
    code="V/1",
    purpose=Wording("To listen"),
    delegation="second",
    host="EST",
    topic="norms",
    guests=("FRA", "EST"),
    evidence=("e1",),
)


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setitem(TABLES, "visits", VISITS)
    for name, words in WORDS.items():
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, "utf-8")
    add_catalogue(tmp_path)
    yield
    _FOLDERS.remove(tmp_path)
    catalogue.cache_clear()


def test_it_is_called_by_the_words_that_its_declaration_names() -> None:
    assert label(VISIT, "en") == "To listen"
    assert label(dataclasses.replace(VISIT, purpose=Wording()), "en") == "v1"
    assert say(called(VISIT), "en") == "V/1: To listen"
    assert str(subject("visits", "v1", VISIT, Named(D))) == "Visit V/1 to Estonia by second: To listen"
    assert new_id("visits", {"purpose": "To listen well"}, ()) == "to-listen-well"


def test_its_fields_and_words_are_said_as_it_declares() -> None:
    assert str(heading("visits", "low")) == "lowest rank"
    assert str(heading("issues", "low")) == "meaning of 0"
    assert str(choice_word("visits", "rank", "head")) == "head of delegation"
    assert str(shown("visits", "confidence", "low")) == str(shown("positions", "confidence", "low")) == "low"
    assert choice_word("visits", "marking", "TLP:RED") == "TLP:RED"
    assert str(shown("visits", "host", "EST", Named(D))) == "Estonia"


def test_its_references_lead_where_it_says_and_it_goes_with_what_it_is_about() -> None:
    def gone(name: tuple[str, str]) -> Any:
        return without("visits", VISIT, lambda names: name in names, ("actors", "issues", "evidence"))

    assert places_of("visits", "guests") == ("actors",)
    assert "visits" in named_by("issues")
    assert dict(references_of("visits", VISIT, ("issues",))) == {"topic": (("issues", "norms"),)}
    assert gone(("actors", "EST")) is None
    assert gone(("issues", "norms")) == dataclasses.replace(VISIT, topic="")
    assert gone(("actors", "FRA")) == dataclasses.replace(VISIT, guests=("EST",))


def test_others_name_it_by_its_word() -> None:
    view: Any = SimpleNamespace(rows=lambda place: (VISIT, dataclasses.replace(VISIT, id="v2")))

    assert names_of("visits", "v1", VISIT) == (("visits.id", "v1"), ("visits", "second"))
    assert offered(view, "visits") == {"second": "second"}


def test_a_newer_row_takes_its_place_and_only_what_says_something_of_the_matter_differs() -> None:
    newer = dataclasses.replace(VISIT, id="v1-2", supersedes="v1", author="a", reason="b", purpose=Wording("To speak"))
    (change,) = _rows("visits", {"v1": VISIT}, {"v1": VISIT, "v1-2": newer})

    assert (change.how, [field.column for field in change.fields]) == ("superseding", ["purpose"])
    assert VISITS.superseded


def test_it_stands_in_its_chapter() -> None:
    ours = ("engagements", "rounds", "instructions", "assignments", "commitments", "duties", "consular")
    assert tables_of("engagement") == (*ours, "visits")


def test_rows_of_every_table_are_called_something() -> None:
    for name, table in (one for one in TABLES.items() if one[0] != "visits"):
        needed = {column.name: "x" for column in table.columns if column.required}
        said = str(subject(name, "x", table.record(**needed), Named(D)))
        assert said and "[" not in said, name
