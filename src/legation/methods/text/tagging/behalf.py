"""Who speaks for whom: *on behalf of*, *au nom de*, and whose statement somebody joins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from legation.methods.text.plain import Plain, plain
from legation.methods.text.tagging.gazetteer import Tag

__all__ = ["Behalf", "How", "spokespersons"]

How = Literal["speaks_for", "joins"]

_MADE = r"(?:\s+(?:just\s+)?(?:made|delivered|given|read|presented|prononcee?|faite?|lue?|presentee?))?"
_JOINS = re.compile(
    r"\b(?:(?:align|associat)(?:s|es|ed|e|ing)?\s+(?:(?:itself|himself|herself|themselves|ourselves|myself|fully|(?:our|my|its)\s+\w+)\s+)*"
    r"with\s+the\s+(?:statements?|remarks|interventions?|positions?)"
    r"|(?:s'associe(?:nt)?|m'associe|nous\s+associons|se\s+rallie|s'aligne(?:nt)?|nous\s+alignons|souscri\w+)\s+(?:pleinement\s+)?"
    r"(?:a|aux|sur)\s+(?:(?:la|les)\s+|l')?(?:declarations?|interventions?|positions?)"
    r"|(?:fai\w+|font)\s+siennes?\s+(?:la|les)\s+declarations?)" + _MADE
)
_FOR = re.compile(
    r"\b(?:on\s+behalf\s+of|in\s+the\s+name\s+of|speak(?:s|ing)?\s+for|spoke\s+for|parl(?:e|er|ant|ons)\s+pour"
    r"|(?:au\s+nom|pour\s+le\s+compte)\s+(?:de|du|des|d(?=')))\b'?"
)
_THE = r"(?:(?:the|le|la|les)\s+|l')?"
_OF = r"(?:(?:of|de|du|des)\s+|d')?"
_BY = re.compile(
    rf"\s*(?:by|of|par|de|du|des|d(?='))\b'?\s*{_THE}(?:(?:delegation|distinguished|representati|permanent|ambassad|minister|representant)\w*\s+"
    rf"{_OF}{_THE})*\Z"
)
_LEAD = re.compile(
    rf"\s*{_THE}(?:(?:members?|states?|countries|membres?|etats?|pays|group|groupe|delegations?|governments?|gouvernements?|peoples?|peuples?"
    rf"|its|\d+)\s+{_OF}{_THE})*\Z"
)
_NEXT = re.compile(
    rf"\s*(?:,\s*(?:(?:and|et)\s+)?|(?:and|et|as\s+well\s+as|ainsi\s+que)\s+)(?:on\s+behalf\s+of\s+|au\s+nom\s+(?=d))?{_OF}{_THE}\Z"
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|my|our|je|j|nous|mon|ma|notre)\b")
_SPEAKS = re.compile(
    r"\b(?:spe(?:ak|ech)|spoke|said|stat|deliver|address|made|present|parl|declar|interv|s'expri|prenant la parole|prononc)"
)
_END = re.compile(r"[.!?;\n]\s")
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """Somebody speaks for somebody, or joins somebody's statement.

    Attributes
    ----------
    speaker : str
        Who speaks, or joins; empty where the text does not say and the caller did not.
    principal : str
        For whom, or with whom.
    how : {"speaks_for", "joins"}
    start, end : int
        Place in the text from the first word of the phrase to the end of the principal's name [characters].
    sure : bool
        Whether both names are.
    """

    speaker: str
    principal: str
    how: How
    start: int
    end: int
    sure: bool


def spokespersons(text: str, tags: Sequence[Tag], speaker: str = "") -> tuple[Behalf, ...]:
    """Return who speaks for whom in a text, in its order.

    ``joins`` is *aligns itself with the statement of X* and its like, in English and French; ``speaks_for`` is *on behalf of X*. Of *aligns
    itself with the statement delivered by X on behalf of Y* both follow: the speaker joins Y, and X speaks for Y.

    Parameters
    ----------
    text : str
    tags : sequence of Tag
        As :meth:`Gazetteer.tag` gives them for this text.
    speaker : str
        Whose text it is: who is meant by *I* and *we*, and where a sentence names nobody else.

    Limits
    ------
    Only principals that are tagged are found: *on behalf of my Government* names nobody. What stands between blanks, commas and *and* after
    a principal is one more. Who is named before the phrase speaks only where a verb of speech stands between; otherwise it is the speaker,
    and so it is where the sentence has a pronoun.

    Examples
    --------
    >>> from legation.methods.text.tagging import Entry, Gazetteer
    >>> names = Gazetteer(Entry(actor=a, alias=n) for a, n in (("EU", "European Union"), ("FIN", "Finland"), ("NOR", "Norway")))
    >>> text = "Norway aligns itself with the statement delivered by Finland on behalf of the European Union."
    >>> [(b.speaker, b.how, b.principal) for b in spokespersons(text, names.tag(text))]
    [('NOR', 'joins', 'EU'), ('FIN', 'speaks_for', 'EU')]
    """
    letters = plain(text)
    named = [(_at(letters, tag.start), _at(letters, tag.end), tag) for tag in tags if tag.actor]
    found: list[Behalf] = []
    taken: set[int] = set()
    for joined in _JOINS.finditer(letters.text):
        deliverer, at = _after(letters.text, joined.end(), named, _BY), joined.end()
        if deliverer:
            at = deliverer[0][1]
        for_whom = _FOR.match(letters.text, _skipped(letters.text, at))
        principals = _after(letters.text, for_whom.end(), named, _LEAD) if for_whom else deliverer
        who = _speaker(letters.text, joined.start(), named, speaker)
        found += _pairs(who, principals, "joins", joined.start(), letters, speaker)
        if for_whom:
            taken.add(for_whom.start())
            if deliverer:
                found += _pairs(deliverer[0][2], principals, "speaks_for", for_whom.start(), letters, speaker)
    for wanted in _FOR.finditer(letters.text):
        if wanted.start() not in taken:
            who = _speaker(letters.text, wanted.start(), named, speaker, _SPEAKS)
            found += _pairs(who, _after(letters.text, wanted.end(), named, _LEAD), "speaks_for", wanted.start(), letters, speaker)
    return tuple(sorted(found, key=lambda b: (b.start, b.end, b.how)))


_Named = tuple[int, int, Tag]


def _at(letters: Plain, place: int) -> int:
    """Return where a place of the original stands in the plain text."""
    if letters.places is None:
        return place
    return int(np.searchsorted(letters.places, place))


def _skipped(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] == ","):
        at += 1
    return at


def _after(text: str, at: int, named: Sequence[_Named], lead: re.Pattern[str]) -> list[_Named]:
    """Return the names that follow a place: the first behind small words alone, the rest as a list."""
    found: list[_Named] = []
    for name in named:
        if name[0] < at:
            continue
        gap = text[at : name[0]]
        if len(gap) > _LONGEST or not (_NEXT if found else lead).match(gap):
            break
        found.append(name)
        at = name[1]
    return found


def _speaker(text: str, at: int, named: Sequence[_Named], speaker: str, verb: re.Pattern[str] | None = None) -> Tag | str:
    """Return who speaks before a place: who is named last behind *by*, or first in the sentence; the speaker where it says *I* or *we*."""
    begins = max((end.end() for end in _END.finditer(text, max(0, at - 600), at)), default=max(0, at - 600))
    before = [name for name in named if begins <= name[0] and name[1] <= at]
    if not before or _FIRST_PERSON.search(text, before[-1][1], at):
        return speaker
    last = before[-1]
    if last[1] + 3 >= at and _BY.search(text[begins : last[0]]):
        return last[2]
    return before[0][2] if verb is None or verb.search(text, before[0][1], at) else speaker


def _pairs(who: Tag | str, principals: Sequence[_Named], how: How, start: int, letters: Plain, own: str) -> Iterator[Behalf]:
    """Yield one for each principal; whoever speaks for its own people, or the text's speaker for itself, is no spokesperson."""
    speaker, sure = (who.actor, who.sure) if isinstance(who, Tag) else (who, True)
    for _, end, tag in principals:
        if tag.actor not in (speaker, own):
            begin, stop = letters.span(start, end)
            yield Behalf(speaker=speaker, principal=tag.actor, how=how, start=begin, end=stop, sure=sure and tag.sure)
