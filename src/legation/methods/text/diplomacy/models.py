"""The fitted models: what each word, each kind of word and each number of a vector weighs. ``benchmarks/diplomacy_fit.py`` writes them."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["FILES", "VAGUE_ALONE", "Method", "Model", "Models", "models"]

Method = Literal["words", "words and vectors"]
FILES: Mapping[Method, str] = {"words": "weights.json", "words and vectors": "weights_vectors.json"}
VAGUE_ALONE = "vague alone"
"""Name of the feature of a text in which vague words speak on a test, and none that tell."""


@dataclass(frozen=True, slots=True)
class Model:
    """The model of one test.

    Attributes
    ----------
    weights : mapping of str to float
        In log-odds, by the name of the feature.
    vector : ndarray of float, shape (384,)
        What each number of a vector weighs; empty where none is read.
    centre : mapping of language to float
        What a vector of that language weighs on the average, which is taken off.
    vague : float
        What is left of the log-odds where only vague words speak on the test ("modern channels", "les enjeux technologiques").
    """

    weights: Mapping[str, float]
    vector: npt.NDArray[np.float64]
    centre: Mapping[str, float]
    vague: float

    def probability(self, row: Mapping[str, float], lang: str, vector: npt.NDArray[np.float64] | None) -> float:
        """Return the chance of a yes."""
        score = sum(self.weights.get(name, 0.0) * amount for name, amount in row.items())
        if vector is not None:
            score += float(vector @ self.vector) - self.centre[lang]
        if row.get(VAGUE_ALONE):
            score *= self.vague
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


@dataclass(frozen=True, slots=True)
class Models:
    """The three tests, and the chance of the likeliest label under which none is given.

    Attributes
    ----------
    tests : mapping of test to Model
    level : float
        Fixed on texts left out of training.
    """

    tests: Mapping[str, Model]
    level: float


@functools.cache
def models(method: Method) -> Models:
    """Return the models of a method, read from the package."""
    rows = json.loads(resources.files(__package__).joinpath(FILES[method]).read_text("utf-8"))
    tests = {
        test: Model(row["weights"], np.asarray(row.get("vector", ()), np.float64), row.get("centre", {}), row["vague"])
        for test, row in rows["tests"].items()
    }
    return Models(tests, rows["level"])
