"""The names under which states and organisations are found in texts, English and French, with their dates.

From ``countries.csv`` the names of states; from ``demonyms.toml`` what belongs to them, with the endings that French and English add; from
``gazetteer.toml`` seats of government, organs, organisations, names that mean other things as well, and names of nobody. A dossier's own
actors are added under their ids. A name says that a text may mean an entry; it is no statement on anyone's status.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from legation.dossier.records import Actor
from legation.dossier.tables.countries import Country, countries
from legation.dossier.when import When
from legation.language import Lang
from legation.methods.text.plain import plain_words
from legation.methods.text.tagging import Entry, Gazetteer, Kind

__all__ = [
    "demonyms",
    "gazetteer",
    "organisation_name",
]


_LANGS = ("en", "fr")
_ODD = re.compile(r"[(),\[\]]")
_PLAIN_PLURAL = re.compile(r"(?:s|x|z|sh|ch|ese|ish)$")
_FRENCH = ((re.compile("ien$"), "ienne"), (re.compile("(?<=[éo])en$"), "enne"), (re.compile("on$"), "onne"), (re.compile("ou$"), "oue"))
_UNCHANGED = ("e", "que")


def gazetteer(actors: Iterable[Actor] = ()) -> Gazetteer:
    """Return the list of names, with the actors of a dossier.

    Parameters
    ----------
    actors : iterable of Actor
        A state of the dossier that has an ISO code gives its id to every name of that state; the names of all others are added. A name of
        fewer than three letters is not.

    Examples
    --------
    >>> text = "La délégation suisse s'associe à la Géorgie, à l'Ukraine et au Kremlin."
    >>> [(tag.actor, tag.kind, tag.sure) for tag in gazetteer().tag(text, "2019-05-01")]
    [('CHE', 'demonym', True), ('GEO', 'name', True), ('UKR', 'name', True), ('RUS', 'metonym', True)]
    """
    return _of(tuple(actors))


@functools.cache
def demonyms() -> Mapping[str, tuple[str, str]]:
    """Return how what belongs to a country is called, by alpha-3 code: English forms, French forms (masculine), each parted by ``|``.

    >>> demonyms()["FRA"]
    ('French', 'français')
    """
    return {iso3: (forms[0], forms[1]) for iso3, forms in _read("demonyms").items()}


@functools.lru_cache(maxsize=8)
def _of(actors: tuple[Actor, ...]) -> Gazetteer:
    """Return the list of names with some actors; several questions on one dossier look into the same one."""
    return Gazetteer((*_renamed(_entries(), actors), *_own(actors)) if actors else _entries())


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


@functools.cache
def _entries() -> tuple[Entry, ...]:
    """Return every entry; of those alike in name, actor and kind the more cautious one."""
    table = _read("gazetteer")
    warnings = _warnings(table["doubtful"])
    found: dict[tuple[str, str, str], Entry] = {}
    for entry in (*_states(), *_listed(table["names"], "name"), *_belonging(table), *_seats(table), *_organisations(table)):
        found.setdefault(
            (entry.actor, entry.alias, entry.kind), warnings.get((entry.actor, entry.alias), entry) if entry.kind == "name" else entry
        )
    for (actor, alias), entry in warnings.items():
        found.setdefault((actor, alias, "name"), entry)
    return (*found.values(), *(Entry(actor="", alias=alias) for alias in table["nobody"]["names"]))


def _states() -> Iterator[Entry]:
    for country in countries().values():
        if country.ended == "renamed":
            continue
        start, end = _dates(country)
        for lang, names in (("en", (country.name.en,)), ("fr", (country.name.fr,)), ("", country.aliases)):
            for alias in names:
                if alias and not _ODD.search(alias) and (len(alias) > 3 or not alias.isupper()):
                    yield Entry(actor=country.iso3, alias=alias, lang=lang, start=start, end=end)


def _dates(country: Country) -> tuple[str, str]:
    """Return the days from and to which an entry's names are its own; a state's old names go on being said after it has gone."""
    return "" if country.start is None else country.start.first.isoformat(), ""


def _warnings(table: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Entry]:
    return {
        (actor, alias): Entry(
            actor=actor,
            alias=alias,
            doubtful=True,
            near=tuple(row.get("near", ())),
            not_before=tuple(row.get("not_before", ())),
            not_after=tuple(row.get("not_after", ())),
        )
        for actor, row in table.items()
        for alias in row["names"]
    }


def _listed(table: Mapping[str, list[str]], kind: Kind, **more: Any) -> Iterator[Entry]:
    for actor, forms in table.items():
        for lang, names in zip(_LANGS, forms, strict=True):
            for alias in filter(None, names.split("|")):
                yield Entry(actor=actor, alias=alias, lang=lang, kind=kind, **more)


def _belonging(table: Mapping[str, Any]) -> Iterator[Entry]:
    before, after = tuple(table["unlike"]["demonym_before"]), tuple(table["unlike"]["demonym_after"])
    for listed in (demonyms(), table["also"]):
        for iso3, (english, french) in listed.items():
            forms = [("en", form) for name in filter(None, english.split("|")) for form in _english(name)]
            forms += [("fr", form) for name in filter(None, french.split("|")) for form in _french(name)]
            for lang, alias in forms:
                yield Entry(actor=iso3, alias=alias, lang=lang, kind="demonym", not_before=before, not_after=after)


def _english(name: str) -> tuple[str, ...]:
    return (name,) if _PLAIN_PLURAL.search(name) or name.isupper() or "." in name else (name, f"{name}s")


def _french(name: str) -> tuple[str, ...]:
    """Return the four forms of an adjective; it is written small, and the inhabitants with a capital."""
    feminine = name if name.endswith(_UNCHANGED) else next((p.sub(end, name) for p, end in _FRENCH if p.search(name)), f"{name}e")
    plural = () if name.endswith("s") else (f"{name}s",)
    return tuple(dict.fromkeys((name, *plural, feminine, f"{feminine}s")))


def _seats(table: Mapping[str, Any]) -> Iterator[Entry]:
    unlike = {"not_before": tuple(table["unlike"]["capital_before"]), "not_after": tuple(table["unlike"]["capital_after"])}
    yield from _listed(table["capitals"], "metonym", doubtful=True, **unlike)
    yield from _listed(table["organs"], "metonym")


def _organisations(table: Mapping[str, Any]) -> Iterator[Entry]:
    yield from _listed(table["organisations"], "organisation")


def _renamed(entries: tuple[Entry, ...], actors: Iterable[Actor]) -> Iterator[Entry]:
    """Give the entries of states and organisations the ids that a dossier has for them."""
    listed = tuple(actors)
    ids = {actor.iso3: actor.id for actor in listed if actor.kind == "state" and actor.iso3}
    known = {tuple(plain_words(entry.alias)): entry.actor for entry in entries if entry.kind == "organisation"}
    for actor in listed:
        if actor.kind not in ("state", "sub_state"):
            ids |= {known[words]: actor.id for name in _names(actor) if (words := tuple(plain_words(name))) in known}
    for entry in entries:
        own = ids.get(entry.actor, entry.actor)
        yield entry if own == entry.actor else dataclasses.replace(entry, actor=own)


def _own(actors: Iterable[Actor]) -> Iterator[Entry]:
    """Return the names of a dossier's actors."""
    for actor in actors:
        for alias, lang in _names(actor).items():
            if sum(letter.isalnum() for letter in alias) > 2:
                start, end = _day(actor.start, first=True), _day(actor.end, first=False)
                kind: Kind = "name" if actor.kind in ("state", "sub_state") else "organisation"
                yield Entry(actor=actor.id, alias=alias, lang=lang, start=start, end=end, kind=kind)


def _names(actor: Actor) -> dict[str, str]:
    """Return the names of an actor, each with its language."""
    return {name: lang for name, lang in ((actor.name.text, ""), (actor.name.fr, "fr"), (actor.name.en, "en")) if name}


def _day(when: When | None, *, first: bool) -> str:
    return "" if when is None else (when.first if first else when.last).isoformat()


def organisation_name(organisation: str, lang: Lang) -> str:
    """Return the name of an organisation by its id in the gazetteer; empty where it is not listed.

    >>> organisation_name("european-union", "fr")
    'Union européenne'
    """
    english, french = _organisation_names().get(organisation, ("", ""))
    return french if lang == "fr" and french else english


@functools.cache
def _organisation_names() -> Mapping[str, tuple[str, str]]:
    table = tomllib.loads(Path(__file__).with_name("gazetteer.toml").read_text("utf-8"))["organisations"]
    return {name: (forms[0].split("|")[0], forms[1].split("|")[0]) for name, forms in table.items()}
