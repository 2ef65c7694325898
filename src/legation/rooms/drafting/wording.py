"""Words that are proposed are words alone: written out, with brackets and names round them, they are read back as they were meant.

Square brackets, and names after words, are how a text says what is open and who wants it. In words of a delegation they would say so for
somebody else: of *shall (RUS)* or *shall (RUS)] [may* whoever brings the text back would read that Russia wants it.
"""

from __future__ import annotations

import re

from legation.methods.drafting import parse
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused

__all__ = ["MARKS", "check_label", "check_line", "check_words"]

_LINE_END = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
_SIGN = re.compile(r"[\[\]［］【】]")
_NAMES = (("", ()), (" (AAA) – BBB oppose", ("AAA", "BBB")))
"""What a text writes after the words of a bracket, where it names nobody and where it does, and whom it names by that."""
MARKS = 20
"""Bracket signs of marks such as *[sic]*, the most that words may hold."""


def check_words(text: str, entry: Entry) -> None:
    """Refuse words that a text would read as a bracket, as who wants them, as agreed, or as more than one line.

    Marks such as *[sic]*, and abbreviations such as *the European Union (EU)*, are words.
    """
    check_line(text, entry)
    if text and (len(_SIGN.findall(text)) > MARKS or not all(_is_read(text, *one) for one in _NAMES)):
        raise Refused("unknown", entry.number, field="text", found=text.strip()[-40:])


def _is_read(text: str, after: str, actors: tuple[str, ...]) -> bool:
    """Whether words in a bracket, with names after them, are read as that and nothing else."""
    draft = parse(f"x [{text}{after}]")
    brackets = draft.brackets
    named = tuple(actor for one in brackets for said in one.attributions for actor in said.actors)
    return len(brackets) == 1 and named == actors and not draft.problems and all(node.kind != "status" for node in draft.nodes)


def check_line(text: str, entry: Entry) -> None:
    """Refuse a text of more than one line: what follows would stand as a paragraph of its own."""
    if _LINE_END.search(text.strip()):
        raise Refused("unknown", entry.number, field="text", found=text.strip()[-40:])


def check_label(label: str, entry: Entry) -> None:
    """Refuse the number of a paragraph that holds a bracket or a line end."""
    if _SIGN.search(label) or _LINE_END.search(label):
        raise Refused("unknown", entry.number, field="label", found=label[:40])
