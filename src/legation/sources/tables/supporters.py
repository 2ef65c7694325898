"""The supporters of a call, a text or a platform: a CSV, XLSX or JSON list of states, companies, associations and others.

A supporter is a member of the coalition from the date that the list gives for it. Where it gives none, the list says only that the actor
supported the text when the list was made: such a row is known on the list's date and not before, and has no start.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.dossier.tables.csv_sheet import is_formula
from legation.dossier.when import When
from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.doubt import DAY_FIRST, MONTH_FIRST, NEW, SKIP, Doubt, check_answer, read_answers, why_of
from legation.sources.names.countries import Country, countries, find, seat
from legation.sources.names.spelling import fold, slug, words
from legation.sources.reading import Origin, Reading, notice
from legation.sources.signature import LIKELY, POSSIBLE, FileBytes, Meanings, Sign
from legation.sources.source import ANSWER, KNOWN_ON, Brought, Files, Source, SourceOption, Wanted
from legation.sources.tables.cells import list_bytes, table_of
from legation.sources.tables.columns import ColumnMapping, guess_columns, guess_mapping, kind_of, load_mapping, save_mapping

if TYPE_CHECKING:
    from legation.dossier.records import Actor, Evidence, MemberOfCoalition

__all__ = ["SOURCE", "mapping_for", "read_supporters"]

_URL = re.compile(r"https?://[^\s\"<>]+")


def read_supporters(
    path: str | Path,
    mapping: ColumnMapping | None = None,
    *,
    known_on: str | When | None = None,
    coalition: str = "",
    origin: Origin | None = None,
    answers: Mapping[int, str] | None = None,
) -> Reading:
    """Return the actors of a list of supporters and their places in a coalition.

    Parameters
    ----------
    path : path
        CSV, TSV, XLSX, or JSON that holds a list of objects.
    mapping : ColumnMapping, optional
        What the columns mean. By default the one that lies beside the file (``FILE.mapping.toml``), or else what its header suggests.
    known_on : date
        The date of the list; needed unless every row has a date of its own.
    coalition : str, optional
        The coalition's name; by default the file's.
    origin : Origin, optional
        Title, publisher, address and licence of the list; hash and number of rows are filled in.
    answers : mapping of int to str, optional
        What was decided of rows in doubt, :attr:`Reading.doubtful`. An answer on a day that may be a month holds for the whole list.

    Returns
    -------
    Reading
        Tables ``actors``, ``coalitions`` and, where the list has addresses, ``evidence``.

    Raises
    ------
    CannotRead
        Where the file cannot be read, is empty, or no column holds the names.
    WrongUse
        Where a row has no date and the list's is not given.
    """
    import hashlib

    file = Path(path)
    data = list_bytes(file)
    cells = table_of(file.name, data)
    if len(cells) < 2:
        raise CannotRead(Message("sources.empty", path=str(file)))
    mapping = mapping or mapping_for(file)
    _has_columns(mapping, cells[0][1], file)
    reader = _Supporters(file.name, mapping, coalition or file.stem, When(str(known_on)) if known_on else None, answers or {})
    for row, values in cells[1:]:
        reader.add(row, dict(zip(cells[0][1], values, strict=False)))
    digest = hashlib.sha256(data).hexdigest()
    return reader.reading(dataclasses.replace(origin or Origin(title=file.name), sha256=digest, read=len(cells) - 1))


def _has_columns(mapping: ColumnMapping, header: Sequence[str], file: Path) -> None:
    """Raise where a column that a mapping names is not there, or none holds the names."""
    lost = [name for of in mapping.columns.values() for name in of if name not in header]
    if lost or not mapping.columns.get("name"):
        code = "mapping-column-missing" if lost else "no-name-column"
        raise CannotRead(Message(f"sources.{code}", path=str(file), column=lost[0] if lost else "", found=" | ".join(header)[:300]))


def mapping_for(path: str | Path) -> ColumnMapping:
    """Return what a list's columns mean: as the mapping beside the file says, or else as its header suggests.

    Raises
    ------
    CannotRead
        Where the list or the mapping cannot be read.
    """
    file = Path(path)
    cells = table_of(file.name, list_bytes(file))
    return load_mapping(file) or guess_mapping(cells[0][1] if cells else ())


class _Supporters:
    """The rows read so far."""

    def __init__(
        self, part: str, mapping: ColumnMapping, coalition: str, known_on: When | None, answers: Mapping[int, str] = MappingProxyType({})
    ) -> None:
        self.part, self.mapping, self.coalition, self.known_on = part, mapping, coalition, known_on
        self.answers = answers
        self.unclear: list[Doubt] = []
        self.decided: list[tuple[Doubt, str]] = []
        self.order = ""
        self.actors: dict[str, Actor] = {}
        self.members: dict[str, MemberOfCoalition] = {}
        self.evidence: dict[str, Evidence] = {}
        self.rejected: list[Problem] = []
        self.warnings: list[Problem] = []

    def reading(self, origin: Origin) -> Reading:
        return Reading(
            tables={
                "actors": tuple(self.actors.values()),
                "coalitions": tuple(self.members.values()),
                "evidence": tuple(self.evidence.values()),
            },
            origin=origin,
            unplaced=tuple(self.rejected),
            doubts=tuple(self.warnings),
            doubtful=tuple(self.unclear),
            decided=tuple(self.decided),
            taken=len(self.members),
        )

    def add(self, row: int, values: Mapping[str, str]) -> None:
        from legation.dossier.records import MemberOfCoalition

        name = self._first("name", values)
        if not name:
            self.rejected.append(notice("no-name", self.part, row, self._column("name")))
            return
        if is_formula(name):
            self.rejected.append(notice("formula", self.part, row, self._column("name"), found=name))
            return
        special = self.mapping.actors.get(name, {})
        kind = special.get("kind") or ("international_org" if fold(name) in words("names")["organisations"] else self._kind(row, values))
        code = special.get("iso3") or self._first("iso3", values)
        country = self._state(row, name, code) if kind == "state" else self._home(row, code)
        if kind == "state" and country is None:
            if self.answers.get(row, "").strip().lower() != NEW:
                return
            kind = "other"
        actor = country.actor() if kind == "state" and country else self._other(name, kind, country, special.get("id", ""))
        if actor.id in self.members:
            self.rejected.append(notice("supporter-twice", self.part, row, self._column("name"), found=name, actor=actor.id))
            return
        self.actors[actor.id] = actor
        start = self._date(row, values)
        if start is None and self.known_on is None:
            raise WrongUse(Message("sources.no-list-date", part=self.part, row=row))
        self.members[actor.id] = MemberOfCoalition(
            coalition=self.coalition,
            actor=actor.id,
            tier=self._tier(row, values),
            start=start,
            known_on=None if start else self.known_on,
            evidence=self._address(row, values),
        )

    def _column(self, target: str) -> str:
        return " | ".join(self.mapping.columns.get(target, ()))

    def _all(self, target: str, values: Mapping[str, str]) -> list[str]:
        return [values.get(name, "").strip() for name in self.mapping.columns.get(target, ())]

    def _first(self, target: str, values: Mapping[str, str]) -> str:
        return next((text for text in self._all(target, values) if text), "")

    def _kind(self, row: int, values: Mapping[str, str]) -> str:
        words = self._all("kind", values)
        kind = kind_of(words, self.mapping.kinds)
        if kind is None or not any(words):
            self.warnings.append(notice("unknown-kind", self.part, row, self._column("kind"), found=" | ".join(filter(None, words))))
        return kind or "other"

    def _state(self, row: int, name: str, code: str) -> Country | None:
        """Return the state that name and code mean together; the name counts for more, for codes are mistyped more often."""
        by_name, by_code = find(name, date=self.known_on), self._by_code(code)
        if by_name.doubtful and by_code in by_name.candidates and by_name.how != "close":
            return by_code
        country = by_name.country or (by_code if by_name.how == "none" else None)
        if country is None:
            doubt = Doubt(row, name, by_name.candidates, why_of(name, by_name.candidates))
            if row in self.answers:
                said = check_answer(doubt, self.answers[row])
                self.decided.append((doubt, said))
                return None if said in (NEW, SKIP) else countries()[said]
            self.unclear.append(doubt)
            candidates = [c.name.en for c in by_name.candidates]
            self.rejected.append(
                notice("unknown-country", self.part, row, self._column("name"), allowed=" | ".join(candidates), found=name)
            )
        elif code and country not in _named_in_full(code) and code.upper() != country.iso3:
            self.warnings.append(notice("code-differs", self.part, row, self._column("iso3"), allowed=country.iso3, found=code))
        return country

    def _home(self, row: int, code: str) -> Country | None:
        country = self._by_code(code)
        if code and (country is None or (country not in _named_in_full(code) and country.iso3 != code.upper())):
            allowed = country.iso3 if country else "ISO 3166"
            self.warnings.append(
                notice("code-differs" if country else "unknown-code", self.part, row, self._column("iso3"), allowed=allowed, found=code)
            )
        return country

    def _by_code(self, text: str) -> Country | None:
        country = countries().get(text.strip().upper()) or find(text, date=self.known_on).country
        return seat(country, self.known_on or dt.date.max) if country else None

    def _other(self, name: str, kind: str, home: Country | None, identity: str) -> Actor:
        import hashlib

        from legation.dossier.records import Actor

        iso3 = home.iso3 if home else ""
        level = "sub_national" if kind == "sub_state" else ""
        made = identity or slug(name)
        there = self.actors.get(made)
        if there and not identity and (fold(there.name.text) != fold(name) or there.iso3 != iso3):
            made = (
                slug(f"{name} {iso3 or kind}")
                if there.iso3 != iso3
                else slug(f"{name[:40]} {hashlib.sha256(name.encode()).hexdigest()[:8]}")
            )
        return Actor(id=made, name=Wording(name), kind=kind, level=level, iso3=iso3)

    def _date(self, row: int, values: Mapping[str, str]) -> When | None:
        text = self._first("date", values)
        day = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
        iso = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else text.split("T")[0].split(" ")[0]
        if not text:
            return None
        try:
            if day and int(day[1]) <= 12 and int(day[2]) <= 12 and int(day[1]) != int(day[2]):
                order = self._order(row, text)
                if not order or order == SKIP:
                    raise ValueError  # noqa: TRY301 - 03/04/2020 is March or April
                iso = iso if order == DAY_FIRST else f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}"
            elif day and int(day[2]) > 12:
                iso = f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}"
            return When(iso)
        except ValueError:
            self.warnings.append(notice("bad-date", self.part, row, self._column("date"), allowed="YYYY-MM-DD", found=text))
            return None

    def _order(self, row: int, text: str) -> str:
        """Return how the list writes its days, as was decided of its first day that may be a month; empty where nobody has."""
        if self.order:
            return self.order
        doubt, said = Doubt(row, text, why="date"), self.answers.get(row, "").strip().lower()
        if said in (DAY_FIRST, MONTH_FIRST, SKIP):
            self.order = said
            self.decided.append((doubt, said))
        elif not said and not any(one.why == "date" for one in self.unclear):
            self.unclear.append(doubt)  # of a row whose name was in doubt, the answer is on the name
        return self.order

    def _tier(self, row: int, values: Mapping[str, str]) -> str:
        from legation.dossier.records import COALITION_TIERS, TABLES

        text = self._first("tier", values)
        tier = TABLES["coalitions"].kind_of("tier").read(text) if text else "supporter"
        if tier not in COALITION_TIERS:
            allowed = " | ".join(COALITION_TIERS)
            self.warnings.append(notice("unknown-tier", self.part, row, self._column("tier"), allowed=allowed, found=text.lower()))
        return str(tier) if tier in COALITION_TIERS else "supporter"

    def _address(self, row: int, values: Mapping[str, str]) -> tuple[str, ...]:
        import hashlib

        from legation.dossier.records import Evidence

        text = self._first("url", values)
        if not text:
            return ()
        if not _URL.fullmatch(text):
            self.warnings.append(notice("bad-address", self.part, row, self._column("url"), allowed="https://...", found=text))
            return ()
        identity = f"web-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        self.evidence.setdefault(identity, Evidence(id=identity, kind="web_page", title=Wording(text), url=text, known_on=self.known_on))
        return (identity,)


def _named_in_full(text: str) -> tuple[Country, ...]:
    """Return whom a cell names in full where others have a code; nobody where it is a code."""
    found = find(text)
    return found.candidates if found.how in ("name", "alias") else ()


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.imports.merge import merged

    file, options = files[0], wanted.options
    mapping = mapping_for(file)
    answers = read_answers(options.get("answer", ()))
    coalition = options.get("coalition", "")
    reading = read_supporters(file, mapping, known_on=options["known-on"], coalition=coalition, answers=answers)

    def keep_mapping() -> None:
        """Save beside the list what its columns were taken to mean, so that it can be read and corrected."""
        if load_mapping(file) is None:
            save_mapping(file, mapping)

    return dataclasses.replace(merged(reading, wanted), once_saved=keep_mapping)


def _columns(file: FileBytes) -> Meanings:
    """Tell the columns by the headings, as :func:`guess_mapping` does."""
    header = file.rows[0] if file.rows else ()
    return 0, {header.index(name): field for field, names in guess_mapping(header).columns.items() for name in names if name in header}


def _recognise(file: FileBytes) -> Sign | None:
    """Recognise a table of names with a day, a tier or an address; where it has positions, it is rather a list."""
    if len(file.rows) < 2 or len(file.rows[0]) < 2:
        return None
    found = guess_columns(file.rows[0])
    own = [found[field][0] for field in ("date", "tier", "url") if field in found]
    if not own or not {"name", "country"} & set(found):
        return None
    return Sign(POSSIBLE if "position" in found else LIKELY, Message("recognising.columns", columns=tuple(own)))


SOURCE = Source(
    id="supporters",
    place=30,
    files=Files(endings=(".csv", ".xlsx", ".json")),
    brings=("actors", "coalitions", "evidence"),
    options=(dataclasses.replace(KNOWN_ON, needed=True), SourceOption(name="coalition"), ANSWER),
    recognise=_recognise,
    columns=_columns,
    read=_read,
    function="legation.sources:read_supporters",
)
