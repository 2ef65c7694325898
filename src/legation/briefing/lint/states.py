"""Where a sentence names a state: by its name, by what belongs to it (*Russian*), by a seat or an organ (*the Kremlin*, *the GRU*).

A group that a desk names itself, or one with the usual code of a vendor (*APT28*), counts in the same way: it is accused only by a holder.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from legation.briefing.lint.text import table
from legation.language import Lang
from legation.sources.names.countries import countries
from legation.sources.names.gazetteer import demonyms

__all__ = ["Mention", "mentions"]

_OTHERWISE = frozenset({"CAR", "RSA", "FRY", "RMI"})
"""Short forms of countries that mean something else in a statement on a cyber incident."""
Kind = Literal["name", "adjective", "organ", "group"]
_GROUP = re.compile(
    r"(?<![\w-])(?:APT[- ]?\d{1,3}|UNC\d{3,5}|TA\d{3,4}|FIN\d{1,2}|TEMP\.\w+|(?:Fancy|Cozy|Venomous|Voodoo|Energetic|Berserk) Bear"
    r"|Sandworm(?: Team)?|Lazarus(?: Group)?|(?:Volt|Salt|Silk|Flax|Brass|Linen) Typhoon|(?:Midnight|Forest|Seashell|Cadet|Ghost) Blizzard"
    r"|Charming Kitten|MuddyWater|Turla|Kimsuky)(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A state, or a group, named in a sentence.

    Attributes
    ----------
    who : str
        ISO 3166 alpha-3 code of the state, or the name of a group.
    start, end : int
        In the sentence.
    """

    who: str
    start: int
    end: int
    kind: Kind


def mentions(sentence: str, lang: Lang, groups: Iterable[str] = ()) -> list[Mention]:
    """Return every state and group that a sentence names, in its order; capitals count, accents too.

    >>> [(m.who, m.kind) for m in mentions("The GRU and Chinese hackers; a polish. Turkey's offer.", "en")]
    [('RUS', 'organ'), ('CHN', 'adjective'), ('TUR', 'name')]
    >>> [(m.who, m.kind) for m in mentions("La Corée du Nord et des services russes", "fr")]
    [('PRK', 'name'), ('RUS', 'adjective')]
    """
    names, pattern = _names()
    adjectives, written = _adjectives(lang)
    mentioned = [Mention(names[m[0]][0], m.start(), m.end(), names[m[0]][1]) for m in pattern.finditer(sentence)]
    taken = [(m.start, m.end) for m in mentioned]
    mentioned += [
        Mention(adjectives[m["base"]], m.start(), m.end(), "adjective")
        for m in written.finditer(sentence)
        if not any(start < m.end() and m.start() < end for start, end in taken)
    ]
    mentioned += [Mention(m[0], m.start(), m.end(), "group") for m in _GROUP.finditer(sentence)]
    for group in groups:
        mentioned += [Mention(group, m.start(), m.end(), "group") for m in re.finditer(rf"(?<!\w){re.escape(group)}(?!\w)", sentence)]
    return sorted(set(mentioned), key=lambda m: (m.start, m.end, m.who))


@functools.cache
def _names() -> tuple[dict[str, tuple[str, Kind]], re.Pattern[str]]:
    names: dict[str, tuple[str, Kind]] = {}
    for iso3, entry in countries().items():
        if entry.ended == "renamed":
            continue
        for name in (entry.name.en, entry.name.fr, *entry.aliases):
            if name not in _OTHERWISE and (len(name) > 2 or name in ("UK", "US")):
                names.setdefault(name.replace("\u2019", "'"), (iso3, "name"))
    names |= {"Turkey": ("TUR", "name"), "Korea": ("PRK", "name"), "Corée": ("PRK", "name")}
    for iso3, listed in table("organs").items():
        names |= dict.fromkeys(listed, (iso3, "organ"))
    return names, re.compile(rf"(?<![\w-])(?:{_longest_first(names)})(?!\w)")


@functools.cache
def _adjectives(lang: Lang) -> tuple[dict[str, str], re.Pattern[str]]:
    column, ends = (0, "s?") if lang == "en" else (1, "(?:e|ne|le)?s?")
    listed = {form: iso3 for iso3, forms in demonyms().items() for form in forms[column].split("|")}
    if lang == "fr":  # a citizen is written with a capital
        listed |= {form[0].upper() + form[1:]: iso3 for form, iso3 in listed.items()}
    return listed, re.compile(rf"(?<![\w-])(?P<base>{_longest_first(listed)}){ends}(?!\w)")


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
