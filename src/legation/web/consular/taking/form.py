"""The form of a household: what an officer types, checked as what the front takes, and merged with what another officer wrote meanwhile."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from legation.consular.contact import email, phone
from legation.errors import BadValue
from legation.language import Message
from legation.web.consular.taking.household import CLASSES, Member, Stay, Taken, document_parts
from legation.web.consular.taking.submitted import resolved
from legation.web.forms.site_form import CheckField, ChecksField, DateField, SelectField, SiteForm, TextField
from legation.web.front.catalogue import LANGUAGES, countries
from legation.web.front.registration import LONG_LINE, LONG_TEXT, MOST_PEOPLE
from legation.web.front.typed import Refused, codes_of, line

__all__ = ["OF_HOUSEHOLD", "OF_PERSON", "HouseholdForm", "merged", "names_of_people", "values_of"]

OF_PERSON = ("given", "family", "birth", "nationalities", "documents")
OF_HOUSEHOLD = (
    "declared",
    "country",
    "place",
    "longitude",
    "latitude",
    "arrives",
    "leaves",
    "phones",
    "emails",
    "languages",
    "do_not_contact",
    "needs",
    "needs_to_wardens",
    "notes",
)
_WITH_HELP = ("phones", "place", "do_not_contact", "nationalities", "documents", "leaves")
_LONGEST_NOTES = 2_000
_NAME = re.compile(r"given-(new[0-9]{1,2}|[0-9a-f]{32})")
_FIELD = "desk-people.field"


class HouseholdForm(SiteForm):
    """Fields of a household, and of each of its people under the person's id, or ``new1`` and so on.

    Parameters
    ----------
    home : str
        Alpha-2 code of the post's country: in which a number without a country is read.
    first : mapping of str to str
        What stands in the fields at first.
    people : sequence of str
        Whose fields there are.
    before : mapping of str to str
        What stood in the fields when they were shown: degrees that stay while the place changes are those of the place before.
    """

    def __init__(
        self,
        sent: QueryDict | None,
        lang: str,
        *,
        home: str,
        people: Sequence[str],
        first: Mapping[str, Any] | None = None,
        before: Mapping[str, str] | None = None,
    ) -> None:
        self._before = before or {}
        self.people, self.home = tuple(people)[:MOST_PEOPLE], home
        self.taken: Taken | None = None
        there = dict(first or {})
        names = sorted(countries(lang).items(), key=lambda pair: pair[1])
        label = {name: Message(f"{_FIELD}.{name}") for name in (*OF_HOUSEHOLD, *OF_PERSON)}
        helps = {
            name: Message(f"{_FIELD}.{name}-help") for name in ("phones", "place", "do_not_contact", "nationalities", "documents", "leaves")
        }
        fields: dict[str, Any] = {}
        for one in self.people:
            for name in OF_PERSON:
                initial = str(there.get(f"{name}-{one}", ""))
                if name == "birth":
                    fields[f"{name}-{one}"] = DateField(label[name], initial=initial)
                else:
                    fields[f"{name}-{one}"] = TextField(label[name], initial=initial, limit=LONG_LINE * 2, help=helps.get(name))
        kinds = [(kind, Message(f"desk-people.class.{kind}")) for kind in CLASSES]
        spoken = [(one, Message(f"desk-people.language.{one}")) for one in LANGUAGES]
        fields |= {
            "declared": SelectField(label["declared"], kinds, initial=there.get("declared", "trip"), required=True),
            "country": SelectField(label["country"], [("", ""), *names], initial=there.get("country", ""), required=True),
            "place": TextField(label["place"], initial=there.get("place", ""), help=helps["place"], limit=LONG_LINE),
            "longitude": TextField(label["longitude"], initial=there.get("longitude", ""), limit=20),
            "latitude": TextField(label["latitude"], initial=there.get("latitude", ""), limit=20),
            "arrives": DateField(label["arrives"], initial=there.get("arrives", "")),
            "leaves": DateField(label["leaves"], initial=there.get("leaves", ""), help=helps["leaves"], required=True),
            "phones": TextField(label["phones"], initial=there.get("phones", ""), help=helps["phones"], area=True, limit=400),
            "emails": TextField(label["emails"], initial=there.get("emails", ""), area=True, limit=800),
            "languages": ChecksField(label["languages"], spoken, initial=there.get("languages", "").split()),
            "do_not_contact": TextField(label["do_not_contact"], initial=there.get("do_not_contact", ""), help=helps["do_not_contact"]),
            "needs": TextField(label["needs"], initial=there.get("needs", ""), area=True, limit=LONG_TEXT),
            "needs_to_wardens": CheckField(label["needs_to_wardens"], initial=bool(there.get("needs_to_wardens"))),
            "notes": TextField(label["notes"], initial=there.get("notes", ""), area=True, limit=_LONGEST_NOTES),
        }
        super().__init__(sent, **fields)

    def clean(self) -> dict[str, Any]:
        """Read every field, and say beside each what is wrong with it."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        members = tuple(self._member(one, found) for one in self.people)
        if not self.people:
            self.add_error(None, "people")
        arrives, leaves = found.get("arrives"), found.get("leaves")
        if arrives and leaves and leaves < arrives:
            self.refuse("leaves", Message("desk-people.wrong.order"))
        numbers = self._each("phones", found, lambda text: phone(text, self.home))
        addresses = self._each("emails", found, email)
        if not numbers and not addresses and not {"phones", "emails"} & self.errors.keys():
            self.refuse("phones", Message("desk-people.wrong.contact"))
        avoided = self._read("do_not_contact", found, codes_of, [])
        stay = self._stay(found)
        for name in ("needs", "notes", "place"):
            self._read(name, found, lambda text: _plain(text), "")
        if not self.errors:
            contact = {
                "phones": numbers,
                "emails": addresses,
                "languages": found["languages"],
                "do_not_contact": avoided,
                "needs": found["needs"],
                "needs_to_wardens": found["needs_to_wardens"],
                "notes": found["notes"],
            }
            self.taken = Taken(post="", declared=found["declared"], stay=stay, members=members, contact=contact, is_confirmed=True)
        return found

    def _member(self, one: str, found: Mapping[str, Any]) -> Member:
        given, family = (self._read(f"{name}-{one}", found, _line, "") for name in ("given", "family"))
        if not given and not family:
            self.refuse(f"given-{one}", Message("desk-people.wrong.name"))
        born = found.get(f"birth-{one}")
        if born and born > dt.datetime.now(dt.UTC).date():
            self.refuse(f"birth-{one}", Message("desk-people.wrong.birth"))
        nationalities = self._read(f"nationalities-{one}", found, codes_of, [])
        documents = self._read(f"documents-{one}", found, _documents, [])
        return Member(
            given=given,
            family=family,
            birth=born.isoformat() if born else "",
            nationalities=tuple(nationalities),
            documents=tuple(documents),
        )

    def _stay(self, found: Mapping[str, Any]) -> Stay:
        country, place = found.get("country") or "", found.get("place") or ""
        lon, lat = (self._read(name, found, _degrees(most), None) for name, most in (("longitude", 180), ("latitude", 90)))
        if (lon is None) != (lat is None) and not {"longitude", "latitude"} & self.errors.keys():
            self.refuse("latitude", Message("desk-people.wrong.both"))
        moved = any(self.sent_text(name) != self._before.get(name, "") for name in ("place", "country")) and bool(self._before)
        if moved and all(self.sent_text(name) == self._before.get(name, "") for name in ("longitude", "latitude")):
            lon = lat = None
        where = resolved(place, country) if place and lon is None else Stay(country=country, place=place, lon=lon, lat=lat)
        first, last = found.get("arrives"), found.get("leaves")
        return Stay(
            country=country,
            place=where.place,
            lon=where.lon,
            lat=where.lat,
            arrives=first.isoformat() if first else "",
            leaves=last.isoformat() if last else "",
        )

    def _each(self, name: str, found: Mapping[str, Any], read: Callable[[str], str]) -> list[str]:
        def each(text: str) -> list[str]:
            return list(dict.fromkeys(read(part) for part in re.split(r"[\n;,]", text) if part.strip()))

        values: list[str] = self._read(name, found, each, [])
        return values

    def _read(self, name: str, found: Mapping[str, Any], read: Callable[[str], Any], without: Any) -> Any:
        text = found.get(name)
        if not text:
            return without
        try:
            return read(text)
        except BadValue as error:
            self.refuse(name, error.message)
        except Refused as error:
            self.refuse(name, Message(f"desk-people.wrong.{error.key}", **{key: str(value) for key, value in error.values.items()}))
        return without


def _documents(text: str) -> list[str]:
    return [document_parts(part) for part in text.split(",") if part.strip()]


def _line(text: str) -> str:
    return line(text, LONG_LINE)


def _plain(text: str) -> str:
    from legation.web.front.typed import words

    return words(text, _LONGEST_NOTES)


def _degrees(most: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text.replace(",", ".").replace("\u2212", "-"))
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            raise BadValue(Message("desk-people.wrong.degrees", most=most))
        return value

    return read


def names_of_people(sent: Mapping[str, Any]) -> list[str]:
    """Return whose fields a form carries, without those that are to be removed."""
    there = [found[1] for name in sent if (found := _NAME.fullmatch(name))]
    return [one for one in there if sent.get(f"remove-{one}") != "on"][:MOST_PEOPLE]


def values_of(contact: Mapping[str, Any], stay: Mapping[str, Any], people: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Return what is stored of a household as texts of the fields."""
    values = {
        "declared": contact.get("declared", "trip"),
        "country": stay.get("country", ""),
        "place": stay.get("place", ""),
        "longitude": "" if stay.get("lon") is None else str(stay["lon"]),
        "latitude": "" if stay.get("lat") is None else str(stay["lat"]),
        "arrives": stay.get("arrives", ""),
        "leaves": stay.get("leaves", ""),
        "phones": "\n".join(contact.get("phones", ())),
        "emails": "\n".join(contact.get("emails", ())),
        "languages": " ".join(contact.get("languages", ())),
        "do_not_contact": ", ".join(contact.get("do_not_contact", ())),
        "needs": contact.get("needs", ""),
        "needs_to_wardens": "on" if contact.get("needs_to_wardens") else "",
        "notes": contact.get("notes", ""),
    }
    for one, identity in people:
        for name in OF_PERSON:
            value = identity.get(name) or ""
            values[f"{name}-{one}"] = value if isinstance(value, str) else ", ".join(value)
    return values


def merged(
    base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return what two officers make of a form together, and where both changed a field differently: mine and theirs, by its name.

    Parameters
    ----------
    base, mine, theirs : mapping of str to str
        What stood in the fields when I opened them, what I sent, what is stored now.

    Examples
    --------
    >>> merged({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "3"})
    ({'a': '2', 'b': '3'}, {})
    >>> merged({"a": "1"}, {"a": "2"}, {"a": "3"})
    ({'a': '2'}, {'a': ('2', '3')})
    """
    result, conflicts = {}, {}
    for name in dict.fromkeys((*theirs, *mine)):
        before, own, other = base.get(name, ""), mine.get(name), theirs.get(name)
        if own is None or other is None:
            if (own is None and name not in base) or (other is None and name not in base):
                result[name] = other if own is None else own  # somebody added a person: both stay
            continue  # else somebody took one away
        result[name] = other if own == before else own
        if own not in (before, other) and other != before:
            conflicts[name] = own, other
    return {name: value or "" for name, value in result.items()}, conflicts
