"""A paper, a picture, a file of an exercise: nothing in it is real, and its first line, its last line, each page and its name say so."""

from __future__ import annotations

import dataclasses

from legation.briefing.document import Block, Box, Columns, Document, Notice, Picture
from legation.language import LANGUAGES, Lang, Message, say

__all__ = ["as_exercise", "exercise_name"]

_BETWEEN = " · "


def exercise_name(name: str, lang: Lang | None = None) -> str:
    """Return the name of a file that comes of an exercise: the word of the reader's language before it, of both where none is named.

    Examples
    --------
    >>> exercise_name("debrief.pdf", "fr"), exercise_name("log-3f09ab.jsonl")
    ('EXERCICE-debrief.pdf', 'EXERCISE-EXERCICE-log-3f09ab.jsonl')
    """
    words = [say(Message("game.exercise"), one) for one in ((lang,) if lang is not None else LANGUAGES)]
    return "-".join([*words, name])


def as_exercise(document: Document) -> Document:
    """Return a document that says of itself that it is an exercise.

    The line stands at its beginning and its end, above and below each page beside the marking, in the properties of the file, and is drawn
    into each picture; the name of the file begins with the word.

    Examples
    --------
    >>> plain = Document(kind="debrief", name="talks", lang="en", title="What the game showed", blocks=(), marking="TLP:AMBER")
    >>> made = as_exercise(plain)
    >>> made.name, made.marking, [one.text for one in made.blocks]
    ('EXERCISE-talks', 'TLP:AMBER · EXERCISE EXERCISE EXERCISE', ['EXERCISE EXERCISE EXERCISE', 'EXERCISE EXERCISE EXERCISE'])
    """
    line = say(Message("game.exercise-line"), document.lang)
    return dataclasses.replace(
        document,
        name=exercise_name(document.name, document.lang),
        marking=_BETWEEN.join(part for part in (document.marking, line) if part),
        marking_place="both",
        blocks=(Notice(line), *map(_in_exercise, document.blocks), Notice(line)),
    )


def _in_exercise(block: Block) -> Block:
    """Return a block whose pictures say that they are of an exercise."""
    if isinstance(block, Picture):
        return dataclasses.replace(block, figure=dataclasses.replace(block.figure, exercise=True))
    if isinstance(block, Box):
        return dataclasses.replace(block, blocks=tuple(map(_in_exercise, block.blocks)))
    if isinstance(block, Columns):
        return dataclasses.replace(block, columns=tuple(tuple(map(_in_exercise, one)) for one in block.columns))
    return block
