"""The frames that a part holds: read with every fault at once, written without what is empty."""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, cast

from legation.dossier.column import Wording
from legation.dossier.problem import Problem, stop_at
from legation.dossier.toml_part import plain, read_toml, written
from legation.dossier.when import When
from legation.errors import DossierError
from legation.sources.model_checking import Check
from legation.sources.model_tables import ModelReader
from legation.sources.reading import notice
from legation.sources.row_marks import seen_rows

__all__ = ["FOLDER", "MOST_EXAMPLES", "SUFFIX", "FrameGiven", "FramesModel", "read_frames_model", "write_frames_model"]

FOLDER, SUFFIX = "debates/", ".frames.toml"
MOST_EXAMPLES = 1_000
"""Examples of a frame, and counter-examples."""
_NONE = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameGiven:
    """One way of putting a matter.

    Attributes
    ----------
    id : str
    name : Wording
    meaning : Wording
        What is of the frame and what is not, for whoever adds examples.
    examples, counter_examples : tuple of str
        Passages that put it so; passages near it that do not.
    evidence : tuple of str
        Evidence whose quotes are further examples.
    """

    id: str
    name: Wording
    meaning: Wording = _NONE
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    marking: str = ""
    known_on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesModel:
    """The frames of one debate, in the order given."""

    part: str = field(default="", compare=False)
    title: Wording = _NONE
    note: Wording = _NONE
    author: str = ""
    illustration: bool = False
    known_on: When | None = None
    marking: str = ""
    frames: tuple[FrameGiven, ...] = ()
    source: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The NAME of ``debates/NAME.frames.toml``."""
        return PurePosixPath(self.part).name.removesuffix(SUFFIX)

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the file names, each once, in its order."""
        return tuple(dict.fromkeys(item for frame in self.frames for item in frame.evidence))

    def as_known(
        self, evidence: Collection[str], as_of: dt.date, marking: str = "TLP:RED", unmarked: str = "TLP:CLEAR"
    ) -> tuple[FramesModel, int]:
        """Return the frames that a reader may see on a day, and how many are left out."""
        kept = seen_rows(self.frames, frozenset(evidence), as_of, marking, unmarked)
        return dataclasses.replace(self, frames=kept), len(self.frames) - len(kept)


_TABLES: Mapping[str, tuple[str, type[Any], tuple[str, ...]]] = {"frame": ("frames", FrameGiven, ("id", "name"))}


def read_frames_model(data: bytes, part: str) -> FramesModel:
    """Return the frames that a part holds.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, ``debates/NAME.frames.toml``, for its id and for what is said of faults.

    Raises
    ------
    DossierError
        With every fault and its place: unknown names and words, a frame said twice, an empty text, a text that is and is not an example.

    Examples
    --------
    >>> from legation.sources.frames_model import template
    >>> frames = read_frames_model(template("en").encode(), "debates/example.frames.toml")
    >>> frames.id, [(one.id, len(one.examples), len(one.counter_examples)) for one in frames.frames]
    ('example', [('law', 8, 8)])
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems)
    model = _Reader(part, problems).model(table) if table is not None else None
    stop_at(problems)
    return dataclasses.replace(cast("FramesModel", model), source=data)


def write_frames_model(model: FramesModel) -> bytes:
    """Return the part's bytes: as they were read where nothing changed, so that comments stay."""
    if model.source:
        try:
            if read_frames_model(model.source, model.part) == model:
                return model.source
        except DossierError:
            pass
    head = {name: value for name, value in plain(model).items() if name not in ("part", "frames")}
    rows = [plain(row) for row in model.frames]
    return written({"debate": head} | ({"frame": rows} if rows else {}))


class _Reader(ModelReader):
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ()

    def model(self, table: dict[str, Any]) -> FramesModel | None:
        """Return the frames, and note what is wrong in them."""
        return self._model(table, "debate", FramesModel, ("title",), _TABLES, _checked)


def _checked(model: FramesModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    check = Check(part)
    if head:
        yield from check.marking("debate", model.marking)
    at = places["frames"]
    yield from check.ids(at, [frame.id for frame in model.frames])
    yield from check.twice(at, [frame.id for frame in model.frames])
    for place, frame in zip(at, model.frames, strict=True):
        yield from check.marking(place, frame.marking)
        yield from _examples(check, part, place, frame)


def _examples(check: Check, part: str, place: str, frame: FrameGiven) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name, texts in (("examples", frame.examples), ("counter_examples", frame.counter_examples)):
        if len(texts) > MOST_EXAMPLES:
            yield notice("model-size", part, None, f"{place}.{name}", allowed=f"0..{MOST_EXAMPLES}", found=len(texts))
        for number, text in enumerate(texts[:MOST_EXAMPLES], start=1):
            where = f"{place}.{name} {number}"
            key = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
            if not key:
                yield check.fault("toml-value", where, "text", text)
            elif key in first:
                yield notice("twice-in-model", part, None, where, found=text[:60], first=first[key])
            first.setdefault(key, where)
