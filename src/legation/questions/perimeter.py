"""Measures against attacks by kind, technical or diplomatic: as their row declares, else as its words propose. A person decides."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from legation.dossier import Activity, Wording
from legation.language import fold

__all__ = ["FAMILIES", "Measure", "about_attacks", "fired", "measure", "texts_of", "word_pattern"]

Kind = Literal["technical", "diplomatic", "mixed", "undecided"]
FAMILIES = ("contacts", "sharing", "peers", "states", "rules", "answer", "capacity", "public")
"""Parts of diplomacy beyond the perimeter: whom to call, what is shared, who acts with us, governments, rules, the answer to attackers,
help to others, the public."""
_WORDS = Path(__file__).with_name("perimeter_words.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An activity, with the kind that it is taken for.

    Attributes
    ----------
    row : Activity
    kind : {"technical", "diplomatic", "mixed", "undecided"}
        ``mixed`` where words of both kinds stand; ``undecided`` where none does.
    declared : bool
        Whether the row says it itself, in its means: ``technical``, or ``diplomatic: talks with the ministry``.
    words : tuple of str
        What fired, as it stands in the row.
    families : tuple of str
        Of :data:`FAMILIES`, in their order: the parts of diplomacy whose words stand there.
    """

    row: Activity
    kind: Kind
    declared: bool
    words: tuple[str, ...]
    families: tuple[str, ...]


def measure(row: Activity) -> Measure:
    """Return what kind of measure an activity is taken for.

    Title and means are read in both languages. A word in one language fires in the other too: desks mix them.

    Limits: a list of words. It does not see what a sentence denies, and knows no measure that it has no word for.

    Examples
    --------
    >>> found = measure(Activity(id="a", title=Wording("New firewall"), means=Wording("patching")))
    >>> found.kind, found.words, found.families
    ('technical', ('firewall', 'patching'), ())
    >>> measure(Activity(id="b", title=Wording("Firewall, then a démarche"))).kind
    'mixed'
    >>> measure(Activity(id="c", title=Wording("Firewall"), means=Wording(en="diplomatic: a word to the vendor's capital"))).kind
    'diplomatic'
    """
    text = " ; ".join(dict.fromkeys(filter(None, (*texts_of(row.title), *texts_of(row.means)))))
    technical = fired(text, _lists()["technical"])
    by_family = {family: fired(text, _lists()[family]) for family in FAMILIES}
    families = tuple(family for family, words in by_family.items() if words)
    words = tuple(dict.fromkeys((*technical, *(word for found in by_family.values() for word in found))))
    declared = _declared(row)
    if declared is not None:
        return Measure(row=row, kind=declared, declared=True, words=words, families=families if declared == "diplomatic" else ())
    kind: Kind = "mixed" if technical and families else "technical" if technical else "diplomatic" if families else "undecided"
    return Measure(row=row, kind=kind, declared=False, words=words, families=families)


def about_attacks(text: Wording) -> bool:
    """Whether a measurement speaks of attacks, in the words of either language.

    >>> about_attacks(Wording("Intrusions in a year")), about_attacks(Wording("Staff trained"))
    (True, False)
    """
    return any(fired(one, _lists()["attacks"]) for one in texts_of(text))


def _declared(row: Activity) -> Literal["technical", "diplomatic"] | None:
    heads = {fold(text.partition(":")[0]).strip() for text in texts_of(row.means)}
    declared = _file()["declared"]
    if heads & set(declared["technical"]):
        return "technical"
    return "diplomatic" if heads & set(declared["diplomatic"]) else None


def texts_of(wording: Wording) -> tuple[str, ...]:
    """Return what a wording says, in each language that it has."""
    return tuple(text for text in (wording.text, wording.en, wording.fr) if text)


def fired(text: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return the words of a list that stand in a text, as they stand there but for case and accents, each once."""
    return tuple(dict.fromkeys(found[0] for found in pattern.finditer(fold(text).replace("’", "'"))))


@functools.cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(_WORDS.read_text("utf-8"))


@functools.cache
def _lists() -> Mapping[str, re.Pattern[str]]:
    lists = {name: _file()[name] for name in ("technical", "attacks")} | _file()["diplomatic"]
    return {name: word_pattern(words) for name, words in lists.items()}


def word_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds whole words, the longest first; a star stands for any end."""
    ordered = sorted(words, key=len, reverse=True)
    forms = (re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "") for word in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
