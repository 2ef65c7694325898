"""Which actors a text names: by a list of names with their dates, and whom an ambiguous name means."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from legation.errors import BadValue
from legation.methods.text.plain import WORD, plain, plain_words

__all__ = [
    "Entry",
    "Found",
    "Gazetteer",
    "Kind",
    "Tag",
    "settled",
]


_WORD = r"(?:and|et|ainsi que|as well as|or|ou|the|of|to|for|with|le|la|les|l'|de|du|des|d'|au|aux|[aà]|pour|avec)"
_LIST = re.compile(rf"\s*(?:[,;/]|{_WORD}(?!\w))(?:\s*(?:,|{_WORD}(?!\w)'?))*\s*\Z")
_FARTHEST = 24


class Found(NamedTuple):
    """A name at a place, before or after the context was asked."""

    start: int
    end: int
    actor: str
    alias: str
    kind: str
    sure: bool
    candidates: tuple[str, ...]
    near: Mapping[str, frozenset[str]]


def settled(found: list[Found], words: frozenset[str], text: str) -> list[Found]:
    """Return names with those decided that the context decides.

    Parameters
    ----------
    found : list of Found
        From left to right.
    words : frozenset of str
        The plain words of the whole text.
    text : str
        The text in small letters, each at its place.
    """
    clear = {name.actor for name in found if name.sure}
    decided = [name if name.sure else _decided(name, words, clear) for name in found]
    for at, name in enumerate(decided):
        if not name.sure and len(name.candidates) == 1 and name.kind == "name" and _listed(decided, at, text):
            decided[at] = name._replace(sure=True)
    return decided


def _decided(name: Found, words: frozenset[str], clear: set[str]) -> Found:
    """Decide by a word near it; where none or several speak, by who is clearly named elsewhere."""
    own = set(name.alias.lower().split())
    for pointed in (
        [actor for actor in name.candidates if (name.near[actor] - own) & words],
        [actor for actor in name.candidates if actor in clear],
    ):
        if len(pointed) == 1:
            return name._replace(actor=pointed[0], sure=True)
    return name


def _listed(found: list[Found], at: int, text: str) -> bool:
    """Whether a name stands in a list beside a sure name of a state."""
    name = found[at]
    for other in found[max(0, at - 1) : at + 2]:
        if other is name or not other.sure or other.kind != "name":
            continue
        start, end = min(name.end, other.end), max(name.start, other.start)
        gap = text[start:end]
        if 0 < len(gap) <= _FARTHEST and gap.strip() and _LIST.match(gap):
            return True
    return False


Kind = Literal["name", "organisation", "demonym", "metonym"]
_ORDER = ("name", "organisation", "demonym", "metonym")
_GAP = re.compile(r"(?:\s+|['-]\s*|\s*&\s*)\Z")
_DOTTED = re.compile(r"(?:\.\s?|\s+|['-]\s*|\s*&\s*)\Z")
_SHORT = 3
"""Letters of an abbreviation, after which a full stop may stand within a name."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name of an actor.

    Attributes
    ----------
    actor : str
        Empty: the name is of nobody, and keeps shorter names within it from being found (*Gulf of Guinea*).
    alias : str
        Capitals count: a word that has one here has one in the text, unless the text has none at all. Accents and typography do not.
    lang : {"en", "fr", ""}
        For the reader of the list; names of both languages are sought in any text.
    start, end : str
        ISO dates between which it was the actor's name; empty: always was, or still is.
    kind : {"name", "organisation", "demonym", "metonym"}
    doubtful : bool
        It means other things as well: a tag is sure only where the context decides.
    near : tuple of str
        Words of which one anywhere in the text decides for this actor.
    not_before, not_after : tuple of str
        Words that must not follow, or precede, at once.
    """

    actor: str
    alias: str
    lang: str = ""
    start: str = ""
    end: str = ""
    kind: Kind = "name"
    doubtful: bool = False
    near: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An actor named in a text.

    Attributes
    ----------
    start, end : int
        Place in the text, ``start <= x < end`` [characters].
    actor : str
        Empty where several may be meant and nothing decides.
    alias : str
        The name as the list has it.
    kind : {"name", "organisation", "demonym", "metonym"}
    sure : bool
    candidates : tuple of str
        Actors that may be meant, sorted.
    """

    start: int
    end: int
    actor: str
    alias: str
    kind: Kind
    sure: bool
    candidates: tuple[str, ...]


class Gazetteer:
    """A list of names that texts are searched for.

    Parameters
    ----------
    entries : iterable of Entry

    Raises
    ------
    BadValue
        For an alias without a word, or a date that is not ISO.

    Limits
    ------
    Only what is listed is found: no persons, no misspellings, no pronouns. Who is named is not who acts. A name that a list has for one
    actor may mean another that is not listed. A statistical tagger may propose candidates that this list then decides
    (:mod:`legation.sources.names.proposals`).

    Examples
    --------
    >>> names = Gazetteer(
    ...     [
    ...         Entry(actor="FRA", alias="France"),
    ...         Entry(actor="FRA", alias="français", kind="demonym"),
    ...         Entry(actor="COD", alias="Congo", near=("Kinshasa",)),
    ...         Entry(actor="COG", alias="Congo", near=("Brazzaville",)),
    ...         Entry(actor="RUS", alias="Kremlin", kind="metonym"),
    ...         Entry(actor="SUN", alias="Soviet Union", end="1991-12-25"),
    ...     ]
    ... )
    >>> text = "Le délégué français et le Congo ; the Kremlin after the Soviet Union."
    >>> [(t.actor, text[t.start : t.end], t.kind, t.sure) for t in names.tag(text, "2019-01-01")]
    [('FRA', 'français', 'demonym', True), ('', 'Congo', 'name', False), ('RUS', 'Kremlin', 'metonym', True)]
    >>> [(t.actor, t.sure) for t in names.tag("In Kinshasa, Congo answered.")]
    [('COD', True)]
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_words: dict[tuple[str, ...], list[_Listed]] = {}
        lengths: dict[str, set[int]] = {}
        for entry in entries:
            words = tuple(plain_words(entry.alias))
            if not words:
                raise BadValue(f"alias must be a name with letters (got {entry.alias!r} for {entry.actor!r}); leave it out")
            for date in (entry.start, entry.end):
                if date and not _DAY.fullmatch(date):
                    raise BadValue(f"start, end must be ISO dates (got {date!r} for {entry.alias!r}); write them as 2019-05-31")
            self._by_words.setdefault(words, []).append(_Listed.of(entry))
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}

    def __len__(self) -> int:
        return sum(map(len, self._by_words.values()))

    def knows(self, name: str) -> bool:
        """Whether a name is in the list as it is, at whatever date, in whatever letters, and be it as nobody's.

        >>> Gazetteer([Entry(actor="", alias="Gulf of Guinea")]).knows("GULF OF GUINEA")
        True
        """
        return tuple(plain_words(name)) in self._by_words

    def tag(self, text: str, date: str | None = None) -> tuple[Tag, ...]:
        """Return who is named in a text, from left to right; of names within each other the longest counts.

        Parameters
        ----------
        text : str
        date : str, optional
            ISO date of the text; None: not known, and every name counts, whenever it was one.

        Raises
        ------
        BadValue
            For a date that is not ISO.
        """
        if date is not None and not _DAY.match(date):
            raise BadValue(f"date must be an ISO date (got {date!r}); write it as 2019-05-31")
        letters = plain(text)
        spans = [found.span() for found in WORD.finditer(letters.text)]
        words = [letters.text[start:end] for start, end in spans]
        small = not any(letter.isupper() for letter in text)
        found: list[Found] = []
        at = 0
        while at < len(words):
            step = 1
            for length in self._lengths.get(words[at], ()):
                entries = self._by_words.get(tuple(words[at : at + length]))
                if at + length > len(words) or not entries or not _joined(letters.text, spans, words, at, length):
                    continue
                span = letters.span(spans[at][0], spans[at + length - 1][1])
                before, after = words[at - 1] if at else "", words[at + length] if at + length < len(words) else ""
                written = text[slice(*span)]
                fitting = [e for e in entries if e.there(date) and e.fits(before, after) and (small or e.written(written))]
                if fitting:
                    step = length
                    if all(e.entry.actor for e in fitting):
                        found.append(_found(fitting, span, text, small=small))
                    break
            at += step
        return tuple(
            Tag(start=f.start, end=f.end, actor=f.actor, alias=f.alias, kind=_KINDS[f.kind], sure=f.sure, candidates=f.candidates)
            for f in settled(found, frozenset(words), letters.text if letters.places is None else _small(text))
        )


_KINDS: dict[str, Kind] = {"name": "name", "organisation": "organisation", "demonym": "demonym", "metonym": "metonym"}


def _small(text: str) -> str:
    """Return a text in small letters that kept their places."""
    return text.lower() if len(text.lower()) == len(text) else text


@functools.lru_cache(maxsize=4_096)
def _words_of(listed: tuple[str, ...]) -> frozenset[str]:
    """Return the plain words of a list; many entries have the same one."""
    return frozenset(word for text in listed for word in plain_words(text))


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry with what is asked of every text made ready."""

    entry: Entry
    capitals: tuple[str, ...]
    near: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]

    @classmethod
    def of(cls, entry: Entry) -> _Listed:
        sets = (_words_of(tuple(given)) for given in (entry.near, entry.not_before, entry.not_after))
        return cls(entry, tuple(WORD.findall(entry.alias.replace("’", "'"))), *sets)

    def there(self, date: str | None) -> bool:
        return date is None or (
            (not self.entry.start or self.entry.start <= date[:10]) and (not self.entry.end or date[:10] <= self.entry.end)
        )

    def fits(self, before: str, after: str) -> bool:
        return before not in self.not_after and after not in self.not_before

    def written(self, text: str) -> bool:
        """Whether the capitals of the name stand in the text: all of an abbreviation's, the first of a word's."""
        words = WORD.findall(text.replace("’", "'"))
        if len(words) != len(self.capitals):
            return True
        return all(
            word.isupper() if len(own) > 1 and own.isupper() else word[0].isupper() or not own[0].isupper()
            for own, word in zip(self.capitals, words, strict=True)
        )


def _joined(text: str, spans: list[tuple[int, int]], words: list[str], at: int, length: int) -> bool:
    """Whether nothing but what may stand within a name parts some words."""
    for one in range(at, at + length - 1):
        gap = _DOTTED if len(words[one]) <= _SHORT else _GAP
        if not gap.match(text, spans[one][1], spans[one + 1][0]):
            return False
    return True


def _found(fitting: list[_Listed], span: tuple[int, int], text: str, *, small: bool) -> Found:
    """Return what the entries that fit at one place say."""
    kind = min((e.entry.kind for e in fitting), key=_ORDER.index)
    chosen = [e for e in fitting if e.entry.kind == kind] if len({e.entry.actor for e in fitting}) == 1 else fitting
    actors = tuple(sorted({e.entry.actor for e in chosen}))
    alias = chosen[0].entry.alias
    around = text[max(0, span[0] - 20) : span[0]] + text[span[1] : span[1] + 20]
    shouted = alias.isupper() and len(alias) <= 4 and any(c.isupper() for c in around) and not any(c.islower() for c in around)
    near = {actor: frozenset().union(*(e.near for e in chosen if e.entry.actor == actor)) for actor in actors}
    doubtful = any(e.entry.doubtful for e in chosen) or small or shouted
    return Found(*span, actors[0] if len(actors) == 1 else "", alias, kind, len(actors) == 1 and not doubtful, actors, near)
