"""A frame: a way of putting a matter, given by examples of it and by what is not it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from legation.errors import BadValue

__all__ = ["FEWEST", "Frame", "Lessons", "lessons"]

FEWEST = 8
"""Examples of a frame, and texts that are not it; with fewer nothing is learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way of putting a matter.

    Attributes
    ----------
    name : str
    examples : tuple of str
        Texts that put it so, each as long as those to be read: 8 or more, better 50.
    counter_examples : tuple of str
        Texts near it that do not.
    """

    name: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What is learnt from.

    Attributes
    ----------
    names : tuple of str
        Frames, as given.
    texts : tuple of str
        Each once, in the order in which they were first given: frame by frame, examples before counter-examples.
    is_frame : tuple of tuple of bool
        For each text and frame, whether it is an example of it; examples of other frames are not.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    is_frame: tuple[tuple[bool, ...], ...]


def lessons(frames: Sequence[Frame]) -> Lessons:
    """Return the texts to learn from, each once; one text may be an example of several frames.

    Raises
    ------
    BadValue
        No frame, two of one name, an empty text, a text that is and is not an example of a frame, or fewer than 8 of either.

    Examples
    --------
    >>> war = Frame(name="war", examples=tuple(f"war {n}" for n in range(8)), counter_examples=tuple(f"law {n}" for n in range(8)))
    >>> len(lessons([war]).texts)
    16
    """
    if not frames or len({frame.name for frame in frames}) < len(frames) or not all(frame.name.strip() for frame in frames):
        raise BadValue(f"frames must be one or more of different names (got {[frame.name for frame in frames]}); name each once")
    is_so: dict[str, set[int]] = {}
    is_not: dict[str, set[int]] = {}
    text_of: dict[str, str] = {}
    for at, frame in enumerate(frames):
        for marks, texts in ((is_so, frame.examples), (is_not, frame.counter_examples)):
            for text in texts:
                key = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
                if not key:
                    raise BadValue(f"examples of {frame.name} must be texts with words (got an empty one); leave it out")
                text_of.setdefault(key, text)
                marks.setdefault(key, set()).add(at)
    for key, text in text_of.items():
        both = is_so.get(key, set()) & is_not.get(key, set())
        if both:
            raise BadValue(f"examples of {frames[min(both)].name}: {text[:60]!r} is also a counter-example; decide for one")
    table = tuple(tuple(at in is_so.get(key, set()) for at in range(len(frames))) for key in text_of)
    for at, frame in enumerate(frames):
        yes = sum(row[at] for row in table)
        if yes < FEWEST or len(table) - yes < FEWEST:
            raise BadValue(
                f"examples of {frame.name}: needed are {FEWEST} different ones and {FEWEST} texts that are not, found {yes} and "
                f"{len(table) - yes}; add {max(FEWEST - yes, 0)} and {max(FEWEST - len(table) + yes, 0)}"
            )
    return Lessons(names=tuple(frame.name for frame in frames), texts=tuple(text_of.values()), is_frame=table)
