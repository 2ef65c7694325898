"""A tree becomes a text: as it was, without who said it, or with brackets resolved; and how much of it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.drafting.alignment import WORD
from legation.methods.drafting.draft import Draft
from legation.methods.drafting.parse import parse
from legation.methods.drafting.tree import Node, placed, written

__all__ = [
    "Openness",
    "chair_text",
    "clean",
    "openness",
    "render",
    "resolve",
]


_PLAIN_AFTER = (" ", ".", ",", ";", ":")


def render(draft: Draft) -> str:
    r"""Return the text that the tree of a draft writes.

    Examples
    --------
    >>> render(parse("States [shall] report [(EU)\0"))
    'States [shall] report [(EU)\x00'
    """
    return written(draft.nodes)


def chair_text(draft: Draft) -> str:
    """Return the text with its brackets, without who said what and without how far it is agreed.

    Examples
    --------
    >>> chair_text(parse("8. Invites [the Chair (EU)] (JPN) to go on. (agreed ad ref)"))
    '8. Invites [the Chair] to go on.'
    """
    return written(draft.nodes, lambda number, piece: "" if draft.nodes[number].kind in {"attribution", "status"} else piece)


def clean(draft: Draft, content: Iterable[int] = (), nothing: Iterable[int] = (), replaced: Mapping[int, str] | None = None) -> str:
    """Return the text after brackets are resolved as given, without who said what; brackets not named stay open.

    Parameters and errors are those of :func:`resolve`.

    Examples
    --------
    >>> clean(parse("States [shall (EU)][should (JPN)] report [at once]."), content=[7], nothing=[19])
    'States shall report [at once].'
    """
    return chair_text(resolve(draft, content, nothing, replaced))


def resolve(draft: Draft, content: Iterable[int] = (), nothing: Iterable[int] = (), replaced: Mapping[int, str] | None = None) -> Draft:
    """Return the draft after brackets were replaced by what they hold, by nothing, or by another text.

    What was said of a resolved bracket goes with it. Where a bracket goes, so does one space of two that would meet, and a space before a
    full stop or comma. Brackets within one that goes or is replaced go too.

    Parameters
    ----------
    draft : Draft
    content, nothing : iterable of int
        Starts of brackets, in code points.
    replaced : mapping of int to str, optional
        By start of a bracket, the text in its place.

    Raises
    ------
    BadValue
        For a place where no bracket starts, and a bracket named twice.

    Examples
    --------
    >>> resolve(parse("Invites [all] [willing] States"), nothing=[8], replaced={14: "[able]"}).text
    'Invites [able] States'
    """
    content, nothing, replaced = list(content), list(nothing), dict(replaced or {})
    named = [*content, *nothing, *replaced]
    starts = {b.start for b in draft.brackets}
    for start, times in Counter(named).items():
        if start not in starts or times > 1:
            found = f"{times} times the same" if start in starts else "none there"
            raise BadValue(f"bracket at {start} must be the start of a bracket, once (got {found}); take starts from draft.brackets")
    numbers = dict(zip((b.start for b in draft.brackets), (n for n, node in enumerate(draft.nodes) if node.kind == "bracket"), strict=True))
    texts = {numbers[start]: text for start, text in replaced.items()} | dict.fromkeys((numbers[start] for start in nothing), "")
    return parse(_resolved(draft.nodes, {numbers[start] for start in content}, texts), draft.bis, draft.known)


def _resolved(nodes: tuple[Node, ...], opened: Collection[int], texts: Mapping[int, str]) -> str:
    gone = _gone(nodes, texts)
    out: list[str] = []
    begun: set[int] = set()
    emptied = False
    for number, piece in placed(nodes):
        node = nodes[number]
        if number in texts and number not in begun and node.parent not in gone:
            begun.add(number)
            piece = texts[number]
            emptied = emptied or not piece
        elif number in gone or number in opened or node.owner in opened or node.owner in texts:
            continue
        if piece and emptied:
            piece = _joined(out, piece)
            emptied = False
        out.append(piece)
    return "".join(out)


def _gone(nodes: tuple[Node, ...], texts: Mapping[int, str]) -> set[int]:
    """Return the numbers of nodes that a text replaces, with all that they hold."""
    gone: set[int] = set()
    for number, node in enumerate(nodes):
        if number in texts or node.parent in gone:
            gone.add(number)
    return gone


def _joined(out: list[str], piece: str) -> str:
    """Return the piece as it follows where something went; the last piece before loses a space that would stand before a stop."""
    while out and not out[-1]:
        out.pop()
    before = out[-1] if out else "\n"
    if piece[0] in _PLAIN_AFTER[1:] and before.endswith(" "):
        out[-1] = before[:-1]
    return piece[1:] if piece[0] == " " and before[-1:] in {" ", "\n", "\r"} else piece


_SAID = frozenset({"attribution", "status"})


@dataclass(frozen=True, slots=True)
class Openness:
    """Counts and a share: a count alone misleads, a compilation raises it before it falls.

    Attributes
    ----------
    brackets : int
        Brackets of any depth, those agreed ad referendum left out.
    words, bracketed_words : int
        Words of the text, and those in a bracket; who said what is no word of the text.
    share : float or None
        Bracketed words by words, from 0 to 1; None for a text without words.
    depth : int
        The deepest bracket; 0 without one.
    units, units_ad_ref : int
        Numbered paragraphs, and those agreed ad referendum.
    """

    brackets: int
    words: int
    bracketed_words: int
    share: float | None
    depth: int
    units: int
    units_ad_ref: int


def openness(draft: Draft) -> Openness:
    """Return how much of a draft is open.

    Examples
    --------
    >>> from legation.methods.drafting import parse
    >>> found = openness(parse("States [shall][should] report (EU) [at once (JPN)]."))
    >>> found.brackets, found.words, found.bracketed_words
    (3, 7, 4)
    """
    words = bracketed = 0
    for node in draft.nodes:
        if node.kind not in _SAID:
            count = sum(1 for _ in WORD.finditer(node.text))
            words += count
            bracketed += count if node.parent >= 0 else 0
    return Openness(
        brackets=sum(b.status != "ad ref" for b in draft.brackets),
        words=words,
        bracketed_words=bracketed,
        share=bracketed / words if words else None,
        depth=max((b.depth for b in draft.brackets), default=0),
        units=len(draft.units),
        units_ad_ref=sum(unit.status == "ad ref" for unit in draft.units),
    )
