"""Who speaks for whom, and who joins whose statement, counted over texts."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier import standing
from legation.methods.text.tagging import spokespersons
from legation.questions.case import Case
from legation.questions.debate.spoken import Spoken
from legation.sources.gazetteer import gazetteer

__all__ = ["NOBODY", "Behalf", "behalf_in"]

_SPEAKS = ("behalf", "in the name of", "speaks for", "speaking for", "spoke for", "au nom d", "le compte d", "parle pour", "parlant pour")
_JOINS = (
    "align",
    "associates ",
    "associate itself",
    "associating",
    "s'associe",
    "s’associe",
    "associons",
    "rallie",
    "souscri",
    "fait sienne",
)
_CUES = (*_SPEAKS, *_JOINS)
"""Pieces of words near which such phrases stand; the phrases themselves are looked for there alone."""
_BEFORE, _AFTER = 300, 500
_READ = 60_000
NOBODY = frozenset({"united-nations", "un-general-assembly", "un-security-council"})
"""Those for whom a member does not speak: where wording says so, it is of others, such as the troops who serve in their name."""
_MOST = 6
"""Places in one text that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """A pair that the texts name.

    Attributes
    ----------
    speaker, principal : str
    joins : bool
        The speaker joins the principal's statement; else it speaks for it.
    texts : tuple of int
        The kept texts that say so.
    """

    speaker: str
    principal: str
    joins: bool
    texts: tuple[int, ...]


def behalf_in(case: Case, kept: Spoken) -> tuple[Behalf, ...]:
    """Return who speaks for whom and who joins whom, those in the most texts first; names that may mean others are left out."""
    names = gazetteer(standing(case.dossier.actors))
    days = kept.days.astype(str).tolist()
    found: dict[tuple[str, str, bool], set[int]] = {}
    for at, text in enumerate(kept.texts):
        for window in _windows(text[:_READ]):
            for one in spokespersons(window, names.tag(window, days[at]), kept.actors[at]):
                if one.speaker and one.sure:
                    found.setdefault((one.speaker, one.principal, one.how == "joins"), set()).add(at)
    order = sorted(found, key=lambda key: (-len(found[key]), key))
    return tuple(Behalf(speaker=key[0], principal=key[1], joins=key[2], texts=tuple(sorted(found[key]))) for key in order)


def _windows(text: str) -> list[str]:
    """Return the parts of a text around words that such phrases have, those that touch as one."""
    small = text.lower()
    if len(small) != len(text):
        small = text
    spans: list[list[int]] = []
    for at in sorted(place for cue in _CUES for place in _places(small, cue)):
        low, high = max(0, at - _BEFORE), min(len(text), at + _AFTER)
        if spans and low <= spans[-1][1]:
            spans[-1][1] = high
        elif len(spans) == _MOST:
            break
        else:
            spans.append([low, high])
    return [text[low:high] for low, high in spans]


def _places(text: str, cue: str) -> list[int]:
    found: list[int] = []
    at = text.find(cue)
    while at >= 0 and len(found) < _MOST:
        found.append(at)
        at = text.find(cue, at + 1)
    return found
