"""Our wording: which phrases are sought, who says them, when we first said them, and to whom."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier import standing
from legation.dossier.column import Wording
from legation.dossier.records import SaidTo
from legation.errors import BadValue, NotAvailable
from legation.language import LANGUAGES, Message
from legation.methods.text.plain import plain, plain_words, stop_words
from legation.methods.text.uptake import Phrase, phrase
from legation.methods.text.uptake.phrase import places
from legation.questions.base.case import Case

__all__ = ["AREA", "MOST", "OurPhrase", "Since", "given", "of_messages", "our_voices", "our_wording", "targets_of", "unsearched"]

AREA = "who-took-up-our-words"
MOST = 8
"""Phrases that one answer looks at."""
_NAME = 60
"""Letters of a message that stand for it."""
Since = Literal["given", "activity", "message", "text", ""]
_QUOTED = re.compile(r"“([^”]{2,160})”|«\s*([^»]{2,160}?)\s*»|\"([^\"]{2,160})\"")
_SIGN = re.compile(r"[^\w\s'’*|\-‐‑]+|_")
_PIECE = (3, 12)
"""Words of a piece that stands for a message without a quoted phrase, at least and at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OurPhrase:
    """A phrase of ours.

    Attributes
    ----------
    id : str
        ``p1``, ``p2``...
    name : Wording
        As a reader sees it.
    phrase : Phrase
        French and English forms together.
    since : date or None
        The day on which we first said it, as far as the dossier's rows tell.
    how : str
        What tells that day: the option (``given``), an ``activity``, a ``message``; a ``text`` of ours once texts are examined.
    quoted : bool
        Whether it is named or quoted; otherwise pieces of the message stand for it.
    objectives : tuple of str
        Ids that the messages with it, and the activities, name.
    targets : tuple of str
        Actors to whom it was said: the audience of those rows.
    """

    id: str
    name: Wording
    phrase: Phrase
    since: dt.date | None = None
    how: Since = ""
    quoted: bool = True
    objectives: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def our_voices(case: Case, us: Iterable[str]) -> frozenset[str]:
    """Return us and who speaks for us at the case's date."""
    own = set(us)
    for tie in standing(case.dossier.relations):
        if tie.kind == "speaks_for" and tie.target in own and not (tie.end and tie.end.by(case.as_of)):
            own.add(tie.source)
    return frozenset(own)


def our_wording(case: Case, options: Mapping[str, Any], ours: frozenset[str]) -> tuple[tuple[OurPhrase, ...], int]:
    """Return the phrases that are asked for, or else those of the messages, with what the dossier's rows say of them.

    The second value counts the phrases beyond the first eight, which are not looked for.

    Raises
    ------
    NotAvailable
        Where no phrase is named and no message holds one.
    BadValue
        For a phrase that cannot be looked for.
    """
    found = list(given(options["phrase"])) if options["phrase"] else list(of_messages(standing(case.dossier.messages)))
    if not found:
        raise NotAvailable(Message(f"{AREA}.no-phrase", as_of=case.as_of))
    made = []
    for at, (name, wanted, quoted) in enumerate(found[:MOST]):
        since, how = _since(case, wanted, options["since"].first if options["since"] else None)
        rows = [row for row in standing(case.dossier.messages) if _stands_in(wanted, row.text)]
        acts = [row for row in standing(case.dossier.activities) if row.status != "dropped" and _act_says(wanted, row)]
        objectives = dict.fromkeys(aim for aims in ([r.objective for r in rows], *(a.objectives for a in acts)) for aim in aims if aim)
        audience = [*(one for row in rows for one in row.audience), *(one for row in acts for one in row.audience)]
        made.append(
            OurPhrase(
                id=f"p{at + 1}",
                name=name,
                phrase=wanted,
                since=since,
                how=how,
                quoted=quoted,
                objectives=tuple(objectives),
                targets=tuple(one for one in targets_of(case, options["targets"] or audience) if one not in ours),
            )
        )
    return tuple(made), max(0, len(found) - MOST)


def unsearched(rows: Iterable[SaidTo]) -> tuple[str, ...]:
    """Return the messages of which nothing can be looked for: they quote nothing, and have no piece of fitting length.

    >>> unsearched([SaidTo(id="m", text=Wording("Hello."))])
    ('m',)
    """
    return tuple(row.id for row in rows if not any(map(_quotes, _versions(row.text).values())) and not _pieces(row.text))


def given(text: str) -> Iterator[tuple[Wording, Phrase, bool]]:
    """Yield phrases as a person writes them: parted by semicolons, the forms of one by a line between blanks.

    >>> [(str(name), one.forms) for name, one, _ in given("digital trust | confiance numérique; open seas")]
    [('digital trust | confiance numérique', ('digital trust', 'confiance numerique')), ('open seas', ('open seas',))]
    """
    seen = set()
    for piece in text.split(";"):
        if piece.strip():
            wanted = phrase(piece.strip())
            if wanted not in seen:
                seen.add(wanted)
                yield Wording(" ".join(piece.split())), wanted, True


def of_messages(rows: Iterable[SaidTo]) -> Iterator[tuple[Wording, Phrase, bool]]:
    """Yield the phrases that messages quote, French and English joined in their order; of a message that quotes none, its pieces together.

    >>> said = SaidTo(id="m", text=Wording(en="We want “open seas”.", fr="Nous voulons des « mers ouvertes »."))
    >>> [(str(name), one.forms) for name, one, _ in of_messages([said])]
    [('open seas', ('open seas', 'mers ouvertes'))]
    """
    rows = list(rows)
    quotes = {row.id: {key: _quotes(text) for key, text in _versions(row.text).items()} for row in rows}
    seen: set[Phrase] = set()
    for row in rows:
        for name, forms, quoted in _joined(quotes[row.id]) or _pieces(row.text):
            searched = [form for one in forms for form in _forms(one, whole=quoted)]
            if searched and (wanted := phrase(*searched)) not in seen:
                seen.add(wanted)
                yield name, wanted, quoted


def targets_of(case: Case, audience: Iterable[str]) -> tuple[str, ...]:
    """Return actors: those named, and the members of the groups and coalitions named, at the case's date; each once."""
    actors = {row.id for row in case.dossier.actors}
    found: list[str] = []
    for one in audience:
        if one in actors:
            found.append(one)
            continue
        found += case.dossier.members(one, case.as_of)
        found += [row.actor for row in case.dossier.coalition(one, case.as_of)]
    return tuple(dict.fromkeys(found))


def _versions(text: Wording) -> dict[str, str]:
    return {key: said for key, said in (("text", text.text), *((lang, getattr(text, lang)) for lang in LANGUAGES)) if said}


def _quotes(text: str) -> list[str]:
    return [" ".join(next(filter(None, found)).split()).strip(" .,;:!?…") for found in _QUOTED.findall(text)]


def _joined(quotes: Mapping[str, list[str]]) -> list[tuple[Wording, tuple[str, ...], bool]]:
    """Return what is quoted, with both languages as one phrase where they quote as often; otherwise each on its own."""
    there = {key: found for key, found in quotes.items() if found}
    if len({len(found) for found in there.values()}) == 1:
        return [(Wording(**dict(zip(there, forms, strict=True))), forms, True) for forms in zip(*there.values(), strict=True)]
    return [(Wording(one), (one,), True) for found in there.values() for one in found]


def _pieces(text: Wording) -> list[tuple[Wording, tuple[str, ...], bool]]:
    """Return one phrase of all pieces between signs that are neither a word or two nor a whole speech."""
    small = stop_words("en") | stop_words("fr")
    pieces: dict[str, list[str]] = {}
    for key, said in _versions(text).items():
        for piece in (" ".join(found.split()) for found in _SIGN.split(said)):
            words = plain_words(piece)
            if _PIECE[0] <= len(words) <= _PIECE[1] and sum(word not in small for word in words) >= 2:
                pieces.setdefault(key, []).append(piece)
    if not pieces:
        return []
    names = {key: _name(said) for key, said in _versions(text).items()}
    return [(Wording(**names), tuple(piece for found in pieces.values() for piece in found), False)]


def _name(said: str) -> str:
    """Return the first words of a text, with no other sign before the dots that end it."""
    short = textwrap.shorten(said, _NAME, placeholder="")
    return short if short == " ".join(said.split()) else short.rstrip(" ,.;:!?") + "…"


def _forms(text: str, *, whole: bool) -> list[str]:
    """Return what can be looked for of a quoted phrase: itself, or where signs part it, its pieces of two words or more."""
    clean = text.replace("|", " ").replace("*", " ")
    pieces = [" ".join(piece.split()) for piece in _SIGN.split(clean)]
    forms = [piece for piece in pieces if piece and (len(pieces) == 1 or not whole or len(plain_words(piece)) > 1)]
    found: list[str] = []
    for piece in forms:
        try:
            found += phrase(piece).forms
        except BadValue:  # nothing but signs and digits
            continue
    return found


def _stands_in(wanted: Phrase, text: Wording) -> bool:
    return any(places(plain(said), wanted) for said in _versions(text).values())


def _act_says(wanted: Phrase, row: Any) -> bool:
    return _stands_in(wanted, row.title) or _stands_in(wanted, row.means)


def _since(case: Case, wanted: Phrase, day: dt.date | None) -> tuple[dt.date | None, Since]:
    """Return the earliest day on which rows have us saying it: activities that took place, else the messages with it."""
    if day is not None:
        return day, "given"
    acts = [
        row.date.last
        for row in standing(case.dossier.activities)
        if row.date and row.status != "dropped" and row.date.by(case.as_of) and _act_says(wanted, row)
    ]
    if acts:
        return min(acts), "activity"
    said = [
        when.last
        for row in standing(case.dossier.messages)
        if (when := row.known_on or row.recorded) is not None and when.by(case.as_of) and _stands_in(wanted, row.text)
    ]
    return (min(said), "message") if said else (None, "")
