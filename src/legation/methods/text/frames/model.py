"""A reader of frames: one line of weights for each frame, chances that hold what they say, and doubt where they are near a half."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.text.frames.frame import Features, checked_vectors

__all__ = ["FrameReader", "Skill"]

Floats = npt.NDArray[np.float64]

_MAKE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """How well a frame is read, counted on texts that were not learnt from.

    Attributes
    ----------
    examples, others : int
        Texts that are of the frame and texts that are not.
    read : tuple of tuple of int, shape (2, 3)
        Row 0: texts of the frame, row 1: others; columns: read as the frame, in doubt, read as not.
    precision, recall, f1 : float
        Doubt counts as not read; 0 where nothing was read as the frame.
    calibration_error : float, 0 to 1
        Mean distance of chances from what came true, in five bins of equal size.
    brier, brier_of_share : float
        Mean squared error of the chances, and of always saying the share of examples.
    """

    examples: int
    others: int
    read: tuple[tuple[int, int, int], tuple[int, int, int]]
    precision: float
    recall: float
    f1: float
    calibration_error: float
    brier: float
    brier_of_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameReader:
    """What was learnt.

    Attributes
    ----------
    names : tuple of str
    features : Features
    weight : ndarray of float, shape (n_frames, n_features)
    bias : ndarray of float, shape (n_frames,)
    slope, shift : ndarray of float, shape (n_frames,)
        From the sum of weights to the log-odds of the frame (Platt).
    sure : float, in (0.5, 1)
        Chance from which a text is read as the frame; below 1 - sure it is not; between, in doubt.
    skill : tuple of Skill
    """

    names: tuple[str, ...]
    features: Features
    weight: Floats
    bias: Floats
    slope: Floats
    shift: Floats
    sure: float
    skill: tuple[Skill, ...]

    def chances(self, texts: Sequence[str], vectors: npt.ArrayLike | None = None) -> Floats:
        """Return the chance of each frame in each text, shape (n_texts, n_frames): as likely as among the examples.

        Raises
        ------
        BadValue
            Vectors are missing or of another size.
        """
        if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
            raise BadValue("texts must be a list of texts; give a list, also for one")
        if not len(texts):
            return np.empty((0, len(self.names)))
        table = checked_vectors(vectors, len(texts))
        if table is not None and table.shape[1] != len(self.features.middle):
            raise BadValue(f"vectors must be {len(self.features.middle)} numbers (got {table.shape[1]}); make them as in learning")
        sums = np.asarray(self.features.of(texts, table) @ self.weight.T) + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * sums + self.shift, -500, 500))), np.float64)

    def read(self, texts: Sequence[str], vectors: npt.ArrayLike | None = None) -> npt.NDArray[np.int8]:
        """Return for each text and frame 1 (it is), 0 (in doubt) or -1 (it is not)."""
        chance = self.chances(texts, vectors)
        return ((chance >= self.sure).astype(np.int8) - (chance <= 1 - self.sure)).astype(np.int8)

    def written(self) -> dict[str, Any]:
        """Return everything as JSON knows it."""
        return {
            "make": _MAKE,
            "names": list(self.names),
            "pieces": list(self.features.pieces),
            **{name: getattr(self.features, name).tolist() for name in ("rarity", "middle", "width")},
            **{name: getattr(self, name).tolist() for name in ("weight", "bias", "slope", "shift")},
            "sure": self.sure,
            "skill": [{name: getattr(one, name) for name in Skill.__slots__} for one in self.skill],
        }

    @classmethod
    def from_written(cls, table: Mapping[str, Any]) -> FrameReader:
        """Return the reader that was written.

        Raises
        ------
        BadValue
            Where it is of another make, or its parts do not fit together.
        """
        if not isinstance(table, Mapping) or table.get("make") != _MAKE:
            raise BadValue(f"model must be what a reader of make {_MAKE} wrote; learn anew from the examples")
        try:
            numbers = {
                name: np.array(table[name], np.float64) for name in ("rarity", "middle", "width", "weight", "bias", "slope", "shift")
            }
            skill = tuple(Skill(**{**one, "read": tuple(tuple(row) for row in one["read"])}) for one in table["skill"])
            pieces, names = tuple(map(str, table["pieces"])), tuple(map(str, table["names"]))
            sure = float(table["sure"])
        except (KeyError, TypeError, ValueError):
            raise BadValue(f"model must be what a reader of make {_MAKE} wrote; learn anew from the examples") from None
        size, width = len(names), len(pieces) + len(numbers["middle"])
        shapes = {"rarity": (len(pieces),), "width": numbers["middle"].shape, "weight": (size, width)}
        shapes |= dict.fromkeys(("bias", "slope", "shift"), (size,))
        if any(numbers[name].shape != shape for name, shape in shapes.items()) or len(skill) != size or not 0.5 < sure < 1:
            raise BadValue("model: its parts do not fit together; learn anew from the examples")
        if not all(np.isfinite(part).all() for part in numbers.values()):
            raise BadValue("model must be finite numbers; learn anew from the examples")
        found = Features(pieces=pieces, **{name: numbers.pop(name) for name in ("rarity", "middle", "width")})
        return cls(names=names, features=found, sure=sure, skill=skill, **numbers)
