"""Learning frames from examples: a linear model for each, its chances and its mistakes counted on texts held out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.text.frames.frame import Features, Frame, checked_vectors, features, lessons
from legation.methods.text.frames.model import FrameReader, Skill

__all__ = ["learn"]

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

_FOLDS = 5


def learn(
    frames: Sequence[Frame],
    *,
    vectors: npt.ArrayLike | None = None,
    sure: float = 0.7,
    strength: float = 10.0,
    seed: int = 0,
    progress: Progress = silent,
) -> FrameReader:
    """Return a reader of frames that knows how well it reads.

    For each frame a logistic regression, weighed so that both sides count the same, over pieces of words of two to five letters; its sums
    become chances by Platt's curve, fitted to texts held out. The skill is counted in five parts: a text is read by weights and a curve
    that have not seen it. The reader itself learns from all.

    Parameters
    ----------
    frames : sequence of Frame
        8 or more examples of each, and as many texts that are not (counter-examples, or examples of others).
    vectors : array_like of float, shape (n_texts, n_dimensions), optional
        For each text of :func:`~legation.methods.text.frames.lessons`, in its order, a vector from elsewhere (multilingual embeddings).
    sure : float, in (0.5, 1)
        Chance from which a frame is read.
    strength : float, above 0
        How far weights may go (inverse of the ridge).
    seed : int
    progress : Progress

    Raises
    ------
    BadValue
        Too few examples, with how many are needed; a contradiction; what is outside its range.

    Limits
    ------
    It reads wording, not meaning: irony, quotation and denial look like the frame. Skill on the examples is skill on texts like them; near
    copies among the examples flatter it. Chances hold for a mix as in the examples: for shares in a corpus use
    :func:`~legation.methods.text.frames.frame_shares`, which corrects for that.

    References
    ----------
    Entman, R. M. (1993), doi:10.1111/j.1460-2466.1993.tb01304.x; Platt, J. (1999), Probabilistic outputs for support vector machines;
    Niculescu-Mizil, A., Caruana, R. (2005), doi:10.1145/1102351.1102430.

    Examples
    --------
    >>> war = tuple(f"an act of war in cyberspace number {n}" for n in "abcdefghij")
    >>> law = tuple(f"law applies to all states, case {n}" for n in "abcdefghij")
    >>> reader = learn([Frame(name="war", examples=war, counter_examples=law)])
    >>> reader.read(["an act of war", "the law applies"]).ravel().tolist(), reader.skill[0].f1
    ([1, -1], 1.0)
    """
    if not 0.5 < sure < 1 or not strength > 0 or isinstance(seed, bool) or seed < 0:
        raise BadValue(
            f"sure, strength, seed must be between 0.5 and 1, above 0, 0 or more (got {sure}, {strength}, {seed}); give 0.7, 10 and 0"
        )
    given = lessons(frames)
    table = checked_vectors(vectors, len(given.texts))
    is_frame: Marks = np.array(given.is_frame, bool)
    found = features(given.texts, table)
    rows = found.of(given.texts, table)
    weight, bias, slope, shift, skill = [], [], [], [], []
    for at in range(len(given.names)):
        mark = is_frame[:, at]
        part = _parts(mark, seed)
        out_of_fold = _out_of_fold(given.texts, table, mark, part, strength)
        line = _fitted(rows, mark, strength)
        weight.append(line.coef_[0])
        bias.append(float(line.intercept_[0]))
        steep, level = _platt(out_of_fold, mark)
        slope.append(steep)
        shift.append(level)
        skill.append(_skill(_crossed(out_of_fold, mark, part), mark, sure))
        progress(at + 1, len(given.names))
    return FrameReader(
        names=given.names,
        features=found,
        weight=np.array(weight, np.float64),
        bias=np.array(bias),
        slope=np.array(slope),
        shift=np.array(shift),
        sure=float(sure),
        skill=tuple(skill),
    )


def _fitted(rows: Any, mark: Marks, strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1000).fit(rows, mark)


def _parts(mark: Marks, seed: int) -> npt.NDArray[np.int64]:
    """Return for each text the part in which it is held out, examples and others spread evenly."""
    rng = np.random.default_rng(seed)
    part = np.empty(len(mark), np.int64)
    for side in (True, False):
        places = rng.permutation(np.flatnonzero(mark == side))
        part[places] = np.arange(len(places)) % _FOLDS
    return part


def _out_of_fold(texts: Sequence[str], vectors: Floats | None, mark: Marks, part: npt.NDArray[np.int64], strength: float) -> Floats:
    """Return the sum of weights for each text, by weights and pieces that have not seen it."""
    sums = np.empty(len(mark))
    for fold in range(_FOLDS):
        inside, outside = np.flatnonzero(part != fold).tolist(), np.flatnonzero(part == fold).tolist()
        known = None if vectors is None else vectors[inside]
        found: Features = features([texts[i] for i in inside], known)
        line = _fitted(found.of([texts[i] for i in inside], known), mark[inside], strength)
        sums[outside] = line.decision_function(found.of([texts[i] for i in outside], None if vectors is None else vectors[outside]))
    return sums


def _platt(sums: Floats, mark: Marks) -> tuple[float, float]:
    """Return slope and shift of Platt's curve; his targets, short of 0 and 1, keep it finite where the sides part entirely."""
    from scipy.optimize import minimize

    yes, no = int(mark.sum()), int((~mark).sum())
    target = np.where(mark, (yes + 1) / (yes + 2), 1 / (no + 2))
    scale = max(float(np.abs(sums).max()), 1e-9)

    def cost(point: Floats) -> tuple[float, Floats]:
        odds = point[0] * sums / scale + point[1]
        left = 1 / (1 + np.exp(-np.clip(odds, -500, 500))) - target
        return float((np.logaddexp(0, odds) - target * odds).sum()), np.array([(left * sums / scale).sum(), left.sum()])

    best = minimize(cost, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.0, None), (None, None)]).x
    return float(best[0] / scale), float(best[1])


def _crossed(sums: Floats, mark: Marks, part: npt.NDArray[np.int64]) -> Floats:
    """Return the chance of each text, by a curve fitted to the other parts."""
    chance = np.empty(len(mark))
    for fold in range(_FOLDS):
        slope, shift = _platt(sums[part != fold], mark[part != fold])
        chance[part == fold] = 1 / (1 + np.exp(-np.clip(slope * sums[part == fold] + shift, -500, 500)))
    return chance


def _skill(chance: Floats, mark: Marks, sure: float) -> Skill:
    yes, no = chance >= sure, chance <= 1 - sure
    rows = [(int((side & yes).sum()), int((side & ~yes & ~no).sum()), int((side & no).sum())) for side in (mark, ~mark)]
    right, wrong, missed = rows[0][0], rows[1][0], rows[0][1] + rows[0][2]
    bins = np.array_split(np.argsort(chance, kind="stable"), min(5, len(chance)))
    error = sum(len(one) * abs(float(chance[one].mean() - mark[one].mean())) for one in bins) / len(chance)
    return Skill(
        examples=int(mark.sum()),
        others=int((~mark).sum()),
        read=(rows[0], rows[1]),
        precision=right / (right + wrong) if right + wrong else 0.0,
        recall=right / int(mark.sum()),
        f1=2 * right / (2 * right + wrong + missed),
        calibration_error=error,
        brier=float(((chance - mark) ** 2).mean()),
        brier_of_share=float(mark.mean() * (1 - mark.mean())),
    )
