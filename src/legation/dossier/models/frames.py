"""``debates/NAME.frames.toml``: ways of putting a matter, each given by examples of it and by texts that are near and not it.

One ``[debate]`` says what they are of. Then for each frame a ``[[frame]]`` with its name, its ``examples``, its ``counter_examples``, and
the ``evidence`` whose quotes are further examples. Eight examples and eight texts that are not it are the least, fifty are better; write
them as long as the passages to be read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from legation.dossier.column import Wording, column, wording
from legation.dossier.kind import Id
from legation.dossier.kind.composite import Texts
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem

__all__ = ["FRAMES", "MOST_EXAMPLES", "FrameGiven", "FramesModel"]

MOST_EXAMPLES = 1_000
"""Examples of a frame, and counter-examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameGiven(ModelRow):
    """One way of putting a matter; the quotes of its evidence are further examples.

    Attributes
    ----------
    meaning : Wording
        What is of the frame and what is not, for whoever adds examples.
    examples, counter_examples : tuple of str
        Passages that put it so; passages near it that do not.
    """

    id: str = column(Id())
    name: Wording = wording(needed=True)
    meaning: Wording = wording()
    examples: tuple[str, ...] = column(Texts(), ())
    counter_examples: tuple[str, ...] = column(Texts(), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesModel(ModelHead):
    """The frames of one debate, in the order given."""

    ENDING: ClassVar[str] = ".frames.toml"
    frames: tuple[FrameGiven, ...] = rows("frame", FrameGiven)


def _checked(model: FramesModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:  # noqa: ARG001
    """Yield examples that are empty, that stand twice, or that are examples and not, and frames with too many."""
    check = Check(part)
    for at, frame in zip(places["frames"], model.frames, strict=True):
        first: dict[str, str] = {}
        for name, texts in (("examples", frame.examples), ("counter_examples", frame.counter_examples)):
            if len(texts) > MOST_EXAMPLES:
                yield check.fault("model-size", f"{at}.{name}", f"0..{MOST_EXAMPLES}", len(texts))
            for number, text in enumerate(texts[:MOST_EXAMPLES], start=1):
                yield from _example(check, f"{at}.{name} {number}", text, first)


def _example(check: Check, where: str, text: str, first: dict[str, str]) -> Iterator[Problem]:
    key = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not key:
        yield check.fault("toml-value", where, "text", text)
    elif key in first:
        yield check.fault("twice-in-model", where, "", text[:60], first=first[key])
    first.setdefault(key, where)


FRAMES = ModelKind(id="frames", pattern="debates/{name}.frames.toml", head=FramesModel, section="debate", checked=_checked)
