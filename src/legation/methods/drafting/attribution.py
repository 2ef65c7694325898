"""Who said it: ``(EU, JPN)`` and ``– RUS delete`` at a bracket, ``(agreed ad ref)``, and reservations in footnotes.

::

    attribution = "(" actor { ("," | ";" | "/" | "and") actor } [ verb ] ")"  |  dash actor { ... } verb
    actor       = NAME [ "on behalf of" NAME ]                                                  (both are actors)
    verb        = add | delete | retain | alt | reserve | support | oppose | move to PLACE      ("deletes", "to delete", "deleted by" too)
    status      = "(" [ "agreed" ] "ad ref" ... ")"

In French the same is said by ``– RUS : à supprimer``, ``– RUS s'oppose``, ``(agréé ad referendum)`` and the verbs of :data:`FRENCH`; it is
read as the verb that stands here.

An actor is a code in capitals (``EU``, ``G77``, ``G77 and China``), one of :data:`GROUPS`, or one of the names that the caller knows.
Other names in capital initials count beside such a one, and with a verb. Plain text are: a short form that the words before it spell
(``the European Union (EU)``), a Roman number after a number or a division of a text (``2625 (XXV)``, ``Annex (II)``), a single letter, a
symbol with digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "FRENCH",
    "GROUPS",
    "VERBS",
    "Attribution",
    "Reservation",
    "ad_refs",
    "following",
    "listed",
    "read",
    "reservations",
    "status",
    "trailing",
]


VERBS = ("add", "delete", "retain", "alt", "reserve", "support", "oppose", "move to")
FRENCH = {
    "add": r"(?:à\s+)?ajouter|ajoute(?:nt)?",
    "delete": r"(?:à\s+)?supprimer|supprime(?:nt)?",
    "retain": r"(?:à\s+)?(?:maintenir|conserver)|maintien(?:nen)?t|conserve(?:nt)?",
    "reserve": r"réserve(?:nt)?(?:\s+(?:sa|leur)\s+position)?",
    "support": r"appuie(?:nt)?|soutien(?:nen)?t",
    "oppose": r"s['’]oppose(?:nt)?",
}
"""How French texts say the verbs, as patterns."""
GROUPS = frozenset(
    {
        "AFRICAN GROUP",
        "AFRICAN UNION",
        "ARAB GROUP",
        "ARAB STATES",
        "ASIA-PACIFIC GROUP",
        "CARIBBEAN COMMUNITY",
        "EASTERN EUROPEAN GROUP",
        "EUROPEAN UNION",
        "GROUP OF 77",
        "GROUP OF 77 AND CHINA",
        "LIKE-MINDED GROUP",
        "NON-ALIGNED MOVEMENT",
        "PACIFIC ISLANDS FORUM",
        "UMBRELLA GROUP",
    }
)
"""Names of groups that need no code beside them, in capitals."""
_WINDOW = 240
_BLANK = " \t\n\r\v\f\u00a0\u202f\u3000\u200b\u200e\u200f\u061c\ufeff"
"""Spaces, and marks of direction that stand alone."""
_GAP = r"[ \t\u00a0\u200e\u200f\u061c]{0,4}"
_FRENCH = "|".join(FRENCH.values())
_VERB = re.compile(
    r"(?P<who>\S.*?)(?:\s*[:–—]\s*|\s+-\s+|\s+)(?:to\s+|proposes?\s+to\s+)?(?:(?P<verb>add|delete|retain|alt|reserve|support|oppose)(?:s|d|ed)?"
    r"(?:(?<=reserve|eserves)\s+its\s+position)?|move[sd]?\s+to(?:\s+(?P<place>\S.{0,60}))?"
    rf"|(?P<french>{_FRENCH})|(?:à\s+)?déplace(?:r|nt)?\s+vers(?:\s+(?P<there>\S.{{0,60}}))?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(
    r"(?:(?P<verb>add|delete|retain|reserve|support|oppose)e?d|proposed|suggested)\s+by\s+(?P<who>\S.*)", re.IGNORECASE | re.DOTALL
)
_MEMBERS = re.compile(r",?\s+(?:and|on\s+behalf\s+of)\s+its\s+member\s+states\b", re.IGNORECASE)
_BEHALF = re.compile(r"(?:\A|,?\s+)on\s+behalf\s+of\s+(?:the\s+)?", re.IGNORECASE)
_CHINA = r"\s*(?:\+|&|\band\b|\bet\b)\s*Chin[ae]\b"
_SEPARATOR = re.compile(rf"\s*[,;/，；、]\s*|(?:(?<!G77)(?<!G-77)(?<!of 77)|(?!(?i:{_CHINA})))\s+(?:and|et|&)\s+")
_CODE = re.compile(rf"(?:[A-Z]{{2,12}}[0-9]{{0,3}}|[A-Z][0-9]{{1,3}}|G-[0-9]{{1,3}})(?:-[A-Z]{{2,12}})*|G-?77(?i:{_CHINA})")
_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:of|the|and|de|du|des|d['’]|et|[A-ZÀ-Þ][\w.'’-]*)){0,6}")
_WORD = re.compile(r"[^\W\d_]+")
_ANYONE = frozenset(
    _WORD.findall("states parties member members governments countries delegations they other others some many most several all we no")
)
_DE = r"délégations?\s+(?:du\s+|des\s+|de\s+(?:la\s+)?|d['’])?"
_DELEGATION = re.compile(rf"(?:the\s+)?delegation\s+(?:of\s+)?|(?:la\s+)?{_DE}", re.IGNORECASE)
_STATUS = re.compile(r"(?:(?:agreed|agréé)\s+)?ad[\s-]ref(?:erendum\b|\b\.?)[^()（）]{0,60}", re.IGNORECASE)
_AFTER = re.compile(_GAP + r"[(（](?P<held>[^()（）\[\]［］【】\r\n]{1,200})[)）]")
_DASHED = re.compile(
    rf"{_GAP}(?:[–—]|(?<=\s)-(?=\s)){_GAP}"
    r"(?P<held>[A-ZÀ-Þ][^()（）\[\]［］【】\r\n.;–—]{0,120}?[\s:]"
    r"(?:(?:add|delete|retain|alt|reserve|support|oppose)(?:s|d|ed)?|reserves? its position|move[sd]? to [^\s.;,:]{1,20}"
    rf"|{_FRENCH}|(?:à\s)?déplace(?:r|nt)?\svers\s[^\s.;,:]{{1,20}}))"
    r"(?=[ \t]{0,3}(?:[\r\n.;,:()（）\[\]［］【】]|\Z))",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[\[\]［］【】]")
_AD_REF = re.compile(
    r"[ \t\u00a0]{0,3}[(（](?:(?:agreed|agréé)\s+)?ad[\s-]ref(?:erendum\b|\b\.?)[^()（）\[\]［］【】]{0,60}[)）]", re.IGNORECASE
)
_ROMAN = re.compile(r"(?:ES-|S-)?[IVXLCDM]+")
_NUMBERED = re.compile(
    r"(?:\d\s*[A-Z]?|\b(?:Annex|Annexe|Appendix|Article|Chapter|Chapitre|Part|Partie|Schedule|Section|Title)s?)\Z", re.IGNORECASE
)
_JOINING = frozenset(_WORD.findall("of and the for on in to at by with de du des la le les et en sur pour l d"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what of a bracket.

    Attributes
    ----------
    actors : tuple of str
        As written, in the order of the text.
    verb : str
        One of :data:`VERBS`; empty where only names stand there.
    place : str
        With ``move to``, where to.
    """

    actors: tuple[str, ...]
    verb: str = ""
    place: str = ""


def read(said: str, known: frozenset[str] = frozenset(), before: str = "") -> Attribution | None:
    """Return what an attribution says, given with or without its signs; None for plain text.

    Parameters
    ----------
    known : frozenset of str
        Names of actors, in capitals.
    before : str
        The text before it, by which a short form or a number is told apart.

    Examples
    --------
    >>> read("(EU, JPN)")
    Attribution(actors=('EU', 'JPN'), verb='', place='')
    >>> read("– RUS move to OP5")
    Attribution(actors=('RUS',), verb='move to', place='OP5')
    >>> read("(EU)", before="the European Union ") is None
    True
    """
    found = _said(said, known)
    if found is None or found.verb or len(found.actors) > 1:
        return found
    return None if _is_plain(found.actors[0], before, known) else found


@lru_cache(maxsize=4096)  # a draft says the same of bracket after bracket
def _said(said: str, known: frozenset[str]) -> Attribution | None:
    text = said.strip(_BLANK).rstrip(")）").lstrip("(（–—-" + _BLANK).strip(_BLANK)
    verbal = _VERB.fullmatch(text)
    if verbal:
        names = listed(verbal["who"], known, verbal=True)
        if names:
            verb = (verbal["verb"] or "").lower() or (_in_english(verbal["french"]) if verbal["french"] else "move to")
            return Attribution(names, verb, (verbal["place"] or verbal["there"] or "").strip())
    by = _BY.fullmatch(text)
    if by and (names := listed(by["who"], known, verbal=True)):
        return Attribution(names, (by["verb"] or "").lower())
    names = listed(text, known, verbal=False) if said.lstrip(_BLANK)[:1] in {"(", "（"} else ()
    return Attribution(names) if names else None


def _in_english(said: str) -> str:
    """Return one of :data:`VERBS` for what a French text says."""
    return next(verb for verb, pattern in FRENCH.items() if re.fullmatch(pattern, said, re.IGNORECASE))


@lru_cache(maxsize=4096)
def status(said: str) -> str:
    """Return ``"ad ref"`` where that is what the text in parentheses says, else nothing."""
    return "ad ref" if _STATUS.fullmatch(said.strip(_BLANK).strip("()（）–—").strip(_BLANK)) else ""


def trailing(text: str, low: int, high: int, known: frozenset[str]) -> list[tuple[int, int, str]]:
    """Return start, end and kind of attributions and statuses at the end of ``text[low:high]``, in order; spaces round them are theirs."""
    found: list[tuple[int, int, str]] = []
    end = high
    while True:
        least = max(low, end - _WINDOW)
        tail = text[least:end].rstrip(_BLANK)
        if tail[-1:] in {")", "）"}:
            at = max(tail.rfind("("), tail.rfind("（"))
        else:
            at = max(tail.rfind("–"), tail.rfind("—"), tail.rfind(" - ") + 1 if " - " in tail else -1)
        kind = _kind(tail[at:], known, tail[:at]) if at >= 0 else ""
        if not kind:
            return found[::-1]
        start = least + len(tail[:at].rstrip(_BLANK))
        found.append((start, end, kind))
        end = start


def following(text: str, at: int, known: frozenset[str]) -> list[tuple[int, int, str]]:
    """Return the same for what stands just after a bracket that ends at ``at``."""
    found: list[tuple[int, int, str]] = []
    while True:
        said = _AFTER.match(text, at) or _DASHED.match(text, at)
        kind = _kind(said.group(), known, text[max(0, at - _WINDOW) : at]) if said else ""
        if said is None or not kind:
            return found
        found.append((at, said.end(), kind))
        at = said.end()


def ad_refs(text: str) -> list[tuple[int, int]]:
    """Return start and end of every ``(agreed ad ref)`` of a text, in order."""
    return [found.span() for found in _AD_REF.finditer(text)]


def _kind(said: str, known: frozenset[str], before: str) -> str:
    if _SIGN.search(said):
        return ""
    if status(said):
        return "status"
    return "attribution" if read(said, known, before) else ""


def listed(held: str, known: frozenset[str], *, verbal: bool) -> tuple[str, ...]:
    """Return the actors of a list, or nothing where it is none.

    Parameters
    ----------
    held : str
        The list, without its signs.
    known : frozenset of str
        Names of actors, in capitals.
    verbal : bool
        Whether a verb follows: then names that are no code count by themselves.
    """
    if held.upper() in known:
        return (held,)
    items = _SEPARATOR.split(_BEHALF.sub(", ", _MEMBERS.sub("", held.strip())).lstrip(", "))
    names = [_DELEGATION.sub("", item.strip(), 1) for item in items]
    sure = [name.upper() in known or name.upper() in GROUPS or _CODE.fullmatch(name) is not None for name in names]
    initial = [len(name) == 1 and "A" <= name <= "Z" for name in names]
    if not all(
        s or i or (_NAME.fullmatch(n) and not _ANYONE.issuperset(n.lower().split())) for n, s, i in zip(names, sure, initial, strict=True)
    ):
        return ()
    if not (verbal or any(sure) or (len(names) > 1 and all(initial))):
        return ()
    return tuple(dict.fromkeys(names))


def _is_plain(name: str, before: str, known: frozenset[str]) -> bool:
    if name.upper() in known:
        return False
    tail = before.rstrip()[-40:]
    if _ROMAN.fullmatch(name) and _NUMBERED.search(tail):
        return True
    letters = "".join(c for c in name if c.isalpha())
    near = _WORD.findall(before[-30:])
    if len(near) > 1 and near[-1][0].upper() != letters[-1]:  # the last word is whole and begins otherwise
        return False
    words = _WORD.findall(before[-120:])
    for chosen in (words, [w for w in words if w.lower() not in _JOINING]):
        last = chosen[-len(letters) :]
        capital = len(letters) > 2 or all(w[0].isupper() for w in last)
        if capital and "".join(w[0] for w in last).upper() == letters:
            return True
    return False


_FOOTNOTE = re.compile(
    r"(?:\A|(?<=[\n\r]))[ \t\u00a0]*(?P<note>(?:\^(?P<mark>[0-9]{1,3})|(?P<raised>[¹²³⁰⁴-⁹]{1,3}))[ \t\u00a0]*(?P<said>[^\r\n]*[^\s]))"
)
_MARK = re.compile(r"\^([0-9]{1,3})|([¹²³⁰⁴-⁹]{1,3})")
_NOTED = ("reserve", "oppose", "support")
_WHO = re.compile(
    rf"(?:the\s+|la\s+|les\s+)?(?:delegations?\s+(?:of\s+)?|{_DE})?(?P<who>\S.{{0,200}}?)\s+"
    rf"(?:(?:has\s+|have\s+)?(?P<verb>reserve|oppose|support)[sd]?(?:ed)?\b|(?P<french>{'|'.join(FRENCH[verb] for verb in _NOTED)})\b)",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A footnote, and who reserves in it.

    Attributes
    ----------
    mark : str
        The digits of the note.
    start, end : int
        Place of the note in code points.
    text : str
        What it says, without its mark.
    actors : tuple of str
        As written; empty where the note has none.
    verb : {"", "reserve", "oppose", "support"}
        What they do.
    places : tuple of int
        Where the text refers to it.
    """

    mark: str
    start: int
    end: int
    text: str
    actors: tuple[str, ...]
    verb: str
    places: tuple[int, ...]


def reservations(text: str, known: frozenset[str] = frozenset()) -> tuple[Reservation, ...]:
    r"""Return the footnotes that stand at the beginning of a line, in order.

    Examples
    --------
    >>> found = reservations("8. Invites the Chair.^1\n^1 Delegation Z reserves its position on paragraph 8.")
    >>> found[0].actors, found[0].verb, found[0].places
    (('Z',), 'reserve', (21,))
    """
    notes = list(_FOOTNOTE.finditer(text))
    own = {note.start("note") for note in notes}
    places: dict[str, list[int]] = {}
    if notes:
        for found in _MARK.finditer(text):
            if found.start() not in own:
                places.setdefault(_digits(found[1], found[2]), []).append(found.start())
    return tuple(_made(note, known, places) for note in notes)


def _made(note: re.Match[str], known: frozenset[str], places: dict[str, list[int]]) -> Reservation:
    mark = _digits(note["mark"], note["raised"])
    who = _WHO.match(note["said"])
    actors = listed(who["who"], known, verbal=True) if who else ()
    verb = (who["verb"].lower() if who["verb"] else _in_english(who["french"])) if who and actors else ""
    return Reservation(mark, note.start("note"), note.end("note"), note["said"], actors, verb, tuple(places.get(mark, ())))


def _digits(plain: str | None, raised: str | None) -> str:
    return plain if plain is not None else (raised or "").translate(_DIGITS)
