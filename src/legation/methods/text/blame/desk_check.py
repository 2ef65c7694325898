"""How good the classifier is on a desk's own sentences: code fifty, and see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.text.blame.blame import Blame, consider
from legation.methods.text.blame.confusion import Confusion, confusion_of
from legation.methods.text.blame.individual import unnamed
from legation.methods.text.blame.lexicon import CAUSES, LANGUAGES, STANCES, TARGETS

__all__ = ["COLUMNS", "ENOUGH", "TEMPLATE", "Checked", "Rate", "checked"]

COLUMNS = ("id", "lang", "sentence", "holder", "target", "cause", "stance")

ENOUGH = 50
"""Sentences from which the figures say something of the desk's own texts."""

TEMPLATE = (
    ",".join(COLUMNS)
    + """
1,en,The mayor says the software supplier hid the flaw.,The mayor,vendor/supplier,unpatched/late disclosure,blames
2,en,The tram runs again.,,,,
3,fr,Des pirates ont vidé les comptes.,author,attacker/hackers,malice,blames
"""
)
"""A CSV to fill in: a row for each blame or excuse, by the codebook; a sentence without any has one row with empty codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of codes, 0 to 1, with a 95 % interval over sentences drawn again; None where nothing was coded."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Accuracy on a desk's own sentences.

    Attributes
    ----------
    sentences, rows : int
        Sentences, and blames or excuses that the desk coded in them.
    enough : bool
        At least `ENOUGH` sentences: below, the intervals are too wide to rest on.
    precision, recall, f1 : Rate
        Of target and stance together, as sets within each sentence.
    target_f1 : Rate
        Of the target alone.
    holder, cause : Rate
        Of the rows whose target and stance are right, those with the holder as written (a named person as ``a person``), and with the
        cause.
    mistakes : Confusion
        Of blames, for `blame_shares`: with it, counts are corrected by the desk's own sentences.
    wrong : tuple of str
        Sentences on which desk and classifier differ in target or stance.
    """

    sentences: int
    rows: int
    enough: bool
    precision: Rate
    recall: Rate
    f1: Rate
    target_f1: Rate
    holder: Rate
    cause: Rate
    mistakes: Confusion
    wrong: tuple[str, ...]


def offered(sentence: str, lang: str) -> tuple[Blame, ...]:
    """Return what a reviewer is offered of a sentence."""
    return consider(sentence, lang).blames


def checked(
    own: Iterable[Mapping[str, str]], *, reader: Callable[[str, str], Iterable[Blame]] = offered, draws: int = 400, seed: int = 0
) -> Checked:
    """Compare the classifier with a desk's own codes.

    Parameters
    ----------
    own : iterable of mapping of str to str
        Rows of `TEMPLATE`, as `csv.DictReader` gives them. Rows with one id are one sentence.
    reader : callable
        What reads a sentence in a language: what a reviewer is offered; `blame` for what is shown unreviewed, or another to compare with.
    draws, seed : int
        Of the bootstrap.

    Raises
    ------
    BadValue
        For no row, and for a code that the codebook does not have.

    Examples
    --------
    >>> import csv
    >>> result = checked(csv.DictReader(TEMPLATE.splitlines()))
    >>> result.sentences, result.rows, result.enough
    (3, 2, False)
    """
    text: dict[str, tuple[str, str]] = {}
    coded: dict[str, dict[tuple[str, str], tuple[str, str]]] = {}
    for number, row in enumerate(own, 1):
        _known(row, number)
        if text.setdefault(row["id"], (row["sentence"], row["lang"])) != (row["sentence"], row["lang"]):
            raise BadValue(f"row {number}, id {row['id']!r} must be one sentence for one id (got another); give it an id of its own")
        coded.setdefault(row["id"], {})
        if row["target"]:
            coded[row["id"]][row["target"], row["stance"]] = (unnamed(row["holder"] or "author", row["lang"]), row["cause"])
    if not text:
        raise BadValue("own must be one row or more (got none); fill in the template")
    read = {id_: {(b.target, b.stance): (b.holder, b.cause) for b in reader(*text[id_])} for id_ in text}
    parts = np.array([_counts(coded[id_], read[id_]) for id_ in text], float)
    drawn = np.random.default_rng(seed).integers(len(parts), size=(draws, len(parts)))
    sums = np.vstack([parts.sum(axis=0), parts[drawn].sum(axis=1)])

    def rate(above: np.ndarray, below: np.ndarray) -> Rate:
        if not below[0]:
            return Rate(value=None, low=None, high=None)
        values = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
        low, high = np.nanquantile(values[1:], (0.025, 0.975))
        return Rate(value=float(values[0]), low=min(float(low), float(values[0])), high=max(float(high), float(values[0])))

    right, said, is_so, t_right, t_said, t_so, holder, cause = sums.T
    return Checked(
        sentences=len(text),
        rows=int(parts[:, 2].sum()),
        enough=len(text) >= ENOUGH,
        precision=rate(right, said),
        recall=rate(right, is_so),
        f1=rate(2 * right, said + is_so),
        target_f1=rate(2 * t_right, t_said + t_so),
        holder=rate(holder, right),
        cause=rate(cause, right),
        mistakes=confusion_of([_blamed(coded[i]) for i in text], [_blamed(read[i]) for i in text]),
        wrong=tuple(text[i][0] for i in text if set(coded[i]) != set(read[i])),
    )


def _counts(is_so: Mapping[tuple[str, str], tuple[str, str]], said: Mapping[tuple[str, str], tuple[str, str]]) -> tuple[int, ...]:
    both = set(is_so) & set(said)
    so, read = {target for target, _ in is_so}, {target for target, _ in said}
    same = [sum(is_so[key][field] == said[key][field] for key in both) for field in (0, 1)]
    return len(both), len(said), len(is_so), len(so & read), len(read), len(so), *same


def _blamed(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [target for target, stance in rows if stance == STANCES[0]]


def _known(row: Mapping[str, str], number: int) -> None:
    absent = [name for name in COLUMNS if row.get(name) is None]
    if absent:
        raise BadValue(
            f"row {number} must be the columns {', '.join(COLUMNS)} (got none named {', '.join(absent)}); start from the template"
        )
    allowed = {"lang": LANGUAGES} | ({"target": TARGETS, "cause": CAUSES, "stance": STANCES} if row["target"] else {})
    for name, values in allowed.items():
        if row[name] not in values:
            raise BadValue(f"row {number}, {name} must be {' | '.join(values)} (got {row[name]!r}); write it as in the codebook")
