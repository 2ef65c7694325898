"""A list of people in a file of comma-separated values: every problem at once, with line, column and what to do; all of it, or nothing.

The file may be UTF-8, UTF-16, or the code pages of Western or Arabic Windows, also where lines of several were put together.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.consular.contact import email, phone
from legation.errors import BadValue
from legation.language import Message
from legation.web.consular.house import Post
from legation.web.consular.taking.household import CLASSES, Member, Stay, Taken, document_parts
from legation.web.consular.taking.submitted import resolved
from legation.web.front.catalogue import LANGUAGES, country_of
from legation.web.front.registration import LONG_LINE, LONG_TEXT, MOST_PEOPLE
from legation.web.front.typed import Refused, codes_of, line, words

__all__ = ["COLUMNS", "MOST_ROWS", "ListProblem", "ReadList", "decoded", "read_list"]

MOST_ROWS = 100_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "household": ("foyer",),
    "given": ("given names", "first name", "first names", "prenom", "prenoms"),
    "family": ("family name", "last name", "surname", "nom", "nom de famille"),
    "birth": ("date of birth", "born", "naissance", "date de naissance"),
    "nationalities": ("nationality", "nationalite", "nationalites"),
    "documents": ("document", "passport", "passeport"),
    "phones": ("phone", "telephone", "mobile", "telephones", "portable"),
    "emails": ("email", "e-mail", "courriel", "adresse electronique"),
    "languages": ("language", "langue", "langues"),
    "class": ("type", "kind", "categorie"),
    "country": ("pays",),
    "place": ("town", "city", "ville", "lieu"),
    "longitude": ("lon",),
    "latitude": ("lat",),
    "arrives": ("first day", "arrival", "arrivee", "premier jour"),
    "leaves": ("last day", "departure", "return", "depart", "retour", "dernier jour"),
    "do_not_contact": ("do not contact", "ne pas contacter"),
    "needs": ("besoins",),
}
"""What a column is called in the first line, beside its own name; case and accents make no difference."""
NEEDED = ("country", "leaves")
_HIGH = re.compile(rb"[\x80-\xff]+")
_SEPARATORS = re.compile(r"[;,|\n]")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")
_KINDS = {"trip": "trip", "voyage": "trip", "resident": "resident", "residente": "resident"}
_SPOKEN = {
    "english": "en",
    "anglais": "en",
    "french": "fr",
    "francais": "fr",
    "spanish": "es",
    "espagnol": "es",
    "arabic": "ar",
    "arabe": "ar",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProblem:
    """What is wrong in a file, where, and what to do."""

    line: int
    column: str
    message: object


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a file holds: households to be stored, or problems, never both."""

    households: tuple[Taken, ...]
    problems: tuple[ListProblem, ...]
    rows: int


def decoded(data: bytes) -> str:
    """Return the text of a file.

    Examples
    --------
    >>> decoded("Zoé".encode("utf-16")), decoded("Zoé".encode("cp1252")), decoded("خليل".encode("cp1256"))
    ('Zoé', 'Zoé', 'خليل')
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    start = data[:2000]
    if start.count(0) > len(start) // 4:
        odd = start[1::2].count(0) >= start[0::2].count(0)
        return data.decode("utf-16-le" if odd else "utf-16-be", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(map(_line_of, data.splitlines(keepends=True)))


def _line_of(raw: bytes) -> str:
    """Return one line: of a code page it is the Arabic one where letters above 127 stand side by side, as no Western word has them."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        runs = _HIGH.findall(raw)
        high = sum(map(len, runs))
        together = high - len(runs)
        return raw.decode("cp1256" if together * 2 > high else "cp1252", "replace")


def read_list(data: bytes, post: Post, seed: str) -> ReadList:
    """Read a file.

    Parameters
    ----------
    post : Post
        Where its people are registered; in its country numbers without a country are read.
    seed : str
        Of the form by which it was sent: the same form sent twice gives the same households.
    """
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    reading = _Reading(post, seed)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text.partition("\n")[0]))
    try:
        head = next(reader, [])
        places = reading.heading(head)
        if not reading.problems:
            for number, cells in _numbered(reader):
                if "".join(cells).strip():
                    reading.row(number, {name: cells[place] if place < len(cells) else "" for name, place in places.items()})
                if reading.rows > MOST_ROWS:
                    reading.wrong(number, "", Message("desk-people.list.rows", most=MOST_ROWS))
                    break
    except csv.Error as error:
        reading.wrong(reader.line_num, "", Message("desk-people.list.unreadable", why=str(error)))
    if not reading.rows and not reading.problems:
        reading.wrong(1, "", Message("desk-people.list.empty"))
    problems = tuple(sorted(reading.problems, key=lambda one: (one.line, one.column)))
    return ReadList(() if problems else reading.households(), problems, reading.rows)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    first = reader.line_num + 1
    for cells in reader:
        yield first, cells
        first = reader.line_num + 1


def _delimiter(head: str) -> str:
    return max(",;\t|", key=head.count)


@dataclass(slots=True)
class _Gathered:
    """A household while its rows are read."""

    declared: str
    stay: Stay
    members: list[Member] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    do_not_contact: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)


class _Reading:
    """A file while it is read."""

    def __init__(self, post: Post, seed: str) -> None:
        self.problems: list[ListProblem] = []
        self.rows = 0
        self._post, self._seed = post, seed
        self._gathered: dict[str, _Gathered] = {}
        self._first: dict[str, int] = {}
        self._phone = _each(functools.lru_cache(maxsize=5_000)(functools.partial(phone, country=post.country)))
        self._today = dt.datetime.now(dt.UTC).date().isoformat()

    def wrong(self, number: int, column: str, message: object) -> None:
        self.problems.append(ListProblem(line=number, column=column, message=message))

    def heading(self, head: list[str]) -> dict[str, int]:
        """Return where each column is."""
        places: dict[str, int] = {}
        for place, cell in enumerate(head):
            name = _column(cell)
            if name and name in places:
                self.wrong(1, cell.strip()[:60], Message("desk-people.list.twice"))
            elif name:
                places[name] = place
            elif cell.strip():
                self.wrong(1, cell.strip()[:60], Message("desk-people.list.unknown", allowed=Message("desk-people.list.columns-names")))
        for name in NEEDED:
            if name not in places:
                self.wrong(1, name, Message("desk-people.list.missing"))
        if not {"given", "family"} & places.keys():
            self.wrong(1, "given, family", Message("desk-people.list.missing"))
        if not {"phones", "emails"} & places.keys():
            self.wrong(1, "phones, emails", Message("desk-people.list.missing"))
        return places

    def row(self, number: int, cells: Mapping[str, str]) -> None:
        """Read a line: every cell, whatever is wrong with the others."""
        self.rows += 1
        cells = dict.fromkeys(COLUMNS, "") | dict(cells)
        read = functools.partial(self._read, number, cells)
        given, family = read("given", _name), read("family", _name)
        if not (cells["given"].strip() or cells["family"].strip()):
            self.wrong(number, "given", Message("desk-people.wrong.name"))
        born = read("birth", _day)
        if born and born > self._today:
            self.wrong(number, "birth", Message("desk-people.wrong.birth"))
        member = Member(
            given=given or "",
            family=family or "",
            birth=born or "",
            nationalities=tuple(read("nationalities", _codes) or ()),
            documents=tuple(read("documents", _documents) or ()),
        )
        phones = read("phones", self._phone) or []
        emails = read("emails", _emails) or []
        stay = self._stay(number, cells, read)
        declared = read("class", _class) or "trip"
        key = cells["household"].strip()[:LONG_LINE] or f"line {number}"
        there = self._gathered.setdefault(key, _Gathered(declared, stay))
        first = self._first.setdefault(key, number)
        if (there.declared, there.stay) != (declared, stay):
            self.wrong(number, "household", Message("desk-people.list.differs", first=first))
        if len(there.members) >= MOST_PEOPLE:
            self.wrong(number, "household", Message("desk-people.list.many", most=MOST_PEOPLE))
        there.members.append(member)
        for list_, values in (
            (there.phones, phones),
            (there.emails, emails),
            (there.languages, read("languages", _languages)),
            (there.do_not_contact, read("do_not_contact", _codes)),
            (there.needs, [text] if (text := read("needs", _text)) else None),
        ):
            if values:
                list_.extend(one for one in values if one not in list_)
        if not there.phones and not there.emails and not (cells["phones"] + cells["emails"]).strip():
            self.wrong(number, "phones", Message("desk-people.wrong.contact"))

    def households(self) -> tuple[Taken, ...]:
        """Return what was read."""
        return tuple(
            Taken(
                post=self._post.id,
                declared=one.declared,
                stay=one.stay,
                members=tuple(one.members),
                is_confirmed=True,
                household=hashlib.sha256(f"{self._seed}|{key}".encode()).hexdigest()[:32],
                contact={
                    "phones": one.phones,
                    "emails": one.emails,
                    "languages": one.languages,
                    "do_not_contact": one.do_not_contact,
                    "needs": "\n".join(one.needs)[:LONG_TEXT],
                    "needs_to_wardens": False,
                    "notes": "",
                },
            )
            for key, one in self._gathered.items()
        )

    def _stay(self, number: int, cells: Mapping[str, str], read: Callable[..., Any]) -> Stay:
        country, place = read("country", _country) or "", read("place", _name) or ""
        lon, lat = read("longitude", _longitude), read("latitude", _latitude)
        if bool(cells["longitude"].strip()) != bool(cells["latitude"].strip()):
            self.wrong(number, "longitude", Message("desk-people.wrong.both"))
        arrives, leaves = read("arrives", _day) or "", read("leaves", _day) or ""
        if not cells["leaves"].strip():
            self.wrong(number, "leaves", Message("desk-people.list.needed"))
        if not cells["country"].strip():
            self.wrong(number, "country", Message("desk-people.list.needed"))
        if arrives and leaves and leaves < arrives:
            self.wrong(number, "leaves", Message("desk-people.wrong.order"))
        where = _resolved(place, country) if place and country and lon is None else Stay(country=country, place=place, lon=lon, lat=lat)
        return Stay(country=where.country, place=where.place, lon=where.lon, lat=where.lat, arrives=arrives, leaves=leaves)

    def _read(self, number: int, cells: Mapping[str, str], name: str, read: Callable[[str], Any]) -> Any:
        text = cells[name]
        if not text:
            return None
        if "\x00" in text or "\ufffd" in text:
            self.wrong(number, name, Message("desk-people.wrong.control"))
            return None
        if not text.strip():
            return None
        try:
            return read(text.strip())
        except BadValue as error:
            self.wrong(number, name, error.message)
        except Refused as error:
            values = {key: str(value) for key, value in error.values.items()}
            self.wrong(number, name, Message(f"desk-people.wrong.{error.key}", **values))
        return None


@functools.cache
def _names() -> dict[str, str]:
    return {_folded(name): column for column, others in COLUMNS.items() for name in (column, *others)}


def _folded(text: str) -> str:
    from legation.language import fold

    return " ".join(fold(text).replace("_", " ").split())


def _column(cell: str) -> str:
    return _names().get(_folded(cell.strip("\ufeff \t")), "")


_resolved = functools.lru_cache(maxsize=20_000)(resolved)
_codes_of = functools.lru_cache(maxsize=5_000)(lambda text: tuple(codes_of(text)))


def _codes(text: str) -> tuple[str, ...]:
    return _codes_of(text.replace(";", ",").replace("|", ","))


def _name(text: str) -> str:
    return line(text, LONG_LINE)


def _text(text: str) -> str:
    return words(text, LONG_TEXT)


def _each(read: Callable[[str], str]) -> Callable[[str], list[str]]:
    def each(text: str) -> list[str]:
        if not _SEPARATORS.search(text):
            return [read(text)]
        return list(dict.fromkeys(read(part) for part in _SEPARATORS.split(text) if part.strip()))

    return each


_documents, _emails = _each(document_parts), _each(email)


@functools.lru_cache(maxsize=5_000)
def _country(text: str) -> str:
    code = country_of(text)
    if not code:
        raise Refused("country", text=text[:60])
    return code


@functools.lru_cache(maxsize=50_000)
def _day(text: str) -> str:
    """Return a day in ISO form, written 2026-08-06 or 06/08/2026: the day stands before the month."""
    found = _DAY.fullmatch(text)
    try:
        if found and found[1]:
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found:
            return dt.date(int(found[6]), int(found[5]), int(found[4])).isoformat()
    except ValueError:
        pass
    raise BadValue(Message("desk-people.list.day"))


def _degrees(most: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            raise BadValue(Message("desk-people.wrong.degrees", most=most))
        return value

    return read


_longitude, _latitude = _degrees(180), _degrees(90)


@functools.lru_cache(maxsize=100)
def _class(text: str) -> str:
    found = _KINDS.get(_folded(text))
    if found is None:
        raise BadValue(Message("desk-people.list.choice", allowed=", ".join(CLASSES)))
    return found


@functools.lru_cache(maxsize=1_000)
def _languages(text: str) -> tuple[str, ...]:
    found = [_SPOKEN.get(_folded(part), part.strip().lower()) for part in re.split(r"[;,| ]+", text) if part]
    if set(found) - set(LANGUAGES):
        raise BadValue(Message("desk-people.list.choice", allowed=", ".join(LANGUAGES)))
    return tuple(found)
