"""Uptake counted: texts without copies, and each phrase of ours in them, beside phrases that nobody pushed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress, silent
from legation.methods.share import LEVEL
from legation.methods.text.likeness import near_duplicates
from legation.methods.text.uptake import Adopter, Phrase, Uptake, Uses, find, uptake
from legation.questions.debate.uptake.phrases import OurPhrase, Since

__all__ = ["Copies", "Reached", "UptakeCounts", "count", "without_copies"]

ALIKE = 0.8
"""Jaccard similarity of runs of three words from which a text is a copy."""
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Copies:
    """Which texts count.

    Attributes
    ----------
    rows : ndarray of int, ascending
        Of texts that are nearly the same the first of each speaker; a copy without a speaker falls to the first that has one.
    folded : int
        Copies left out.
    """

    rows: Ints
    folded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Named targets, each in one of four.

    Attributes
    ----------
    taken, earlier : tuple of Adopter
        Who used the phrase only after the day that counts, by day; who had used it by then.
    without, unseen : tuple of str
        Who spoke after the day without it; who has no text after it, so that nothing is known.
    """

    taken: tuple[Adopter, ...]
    earlier: tuple[Adopter, ...]
    without: tuple[str, ...]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UptakeCounts:
    """One phrase, counted.

    Attributes
    ----------
    ours : OurPhrase
        With the day that counts, and what tells it.
    found : Uptake
        Rows are places in the texts that were counted.
    controls : mapping of str to Uptake
        Each control phrase in the same texts, from the same day.
    """

    ours: OurPhrase
    found: Uptake
    controls: Mapping[str, Uptake]

    @property
    def others(self) -> tuple[Adopter, ...]:
        """Everyone but us who used it, by day."""
        return tuple(one for one in self.found.adopters if one.when != "ours")

    @property
    def reached(self) -> Reached:
        """The named targets, by what is seen of them after the day."""
        targets, used = self.ours.targets, {one.actor: one for one in self.others}
        after = [used[one] for one in targets if one in used and used[one].when == "after"]
        silent = set(self.found.not_taken_up)
        return Reached(
            taken=tuple(sorted(after, key=lambda one: (one.day, one.actor))),
            earlier=tuple(used[one] for one in targets if one in used and used[one].when in ("before", "same-day")),
            without=tuple(one for one in targets if one in silent),
            unseen=tuple(one for one in targets if one not in used and one not in silent),
        )


def without_copies(texts: Sequence[str], actors: Sequence[str], *, seed: int = 0, progress: Progress = silent) -> Copies:
    """Leave out copies of a text by the same speaker, or by nobody who is known.

    Two actors who say the very same, as in a joint statement, both count.

    Parameters
    ----------
    texts, actors : sequence of str, length n
        In the order of time; an empty actor is not known.
    seed : int
    progress : callable

    Examples
    --------
    >>> said = ["We want open and secure seas for all of us."] * 3
    >>> without_copies([*said, "Fish."], ["FRA", "", "JPN", ""]).rows.tolist()
    [0, 2, 3]
    """
    near = near_duplicates(texts, ALIKE, seed, progress=progress)
    dropped: set[int] = set()
    for rows in near.groups:
        known = list(dict.fromkeys(actors[at] for at in rows if actors[at]))
        first = [next(at for at in rows if actors[at] == one) for one in known] if known else [rows[0]]
        dropped |= set(rows) - set(first)
    remaining = np.array([at for at in range(len(texts)) if at not in dropped], dtype=np.int64)
    return Copies(rows=remaining, folded=len(dropped))


def count(
    texts: Sequence[str],
    times: npt.NDArray[np.datetime64],
    actors: Sequence[str],
    phrases: Sequence[OurPhrase],
    *,
    ours: frozenset[str],
    every: str,
    controls: Mapping[str, Phrase],
    progress: Progress = silent,
) -> tuple[UptakeCounts, ...]:
    """Count each phrase; every text is read once.

    The day that counts is the one asked for; otherwise that of an activity or of our own first text, whichever is earlier; a message's day
    counts only where neither is held, since it tells when a wording was written and not when it was said.
    """
    names: dict[str, Phrase] = {f"ours {one.id}": one.phrase for one in phrases}
    names |= {f"control {name}": wanted for name, wanted in controls.items()}
    uses = find(texts, names, seen=lambda row: progress(row, len(texts)))
    using = {name: set(found.row.tolist()) for name, found in uses.items()}
    days = times.astype("datetime64[D]")
    said = _only_uses(texts, uses)
    options: dict[str, Any] = {"ours": ours, "every": every, "level": LEVEL}
    beside = {name: uptake(said, times, actors, wanted, **options) for name, wanted in controls.items()}
    made = []
    for one in phrases:
        rows = [row for row in using[f"ours {one.id}"] if actors[row] in ours and not np.isnat(days[row])]
        since, how = _since(one, days[rows].min().astype(object) if rows else None)
        day = since.isoformat() if since else None
        found = uptake(said, times, actors, one.phrase, since=day, controls=controls, **options)
        dated = dataclasses.replace(one, since=since, how=how)
        made.append(UptakeCounts(ours=dated, found=dataclasses.replace(found, uses=uses[f"ours {one.id}"]), controls=beside))
    return tuple(made)


def _only_uses(texts: Sequence[str], uses: Mapping[str, Uses]) -> list[str | None]:
    """Return of each text the uses that were found in it, each a sentence: who used what is told by these as by the whole."""
    found: dict[int, set[str]] = {}
    for one in uses.values():
        for row, start, end in zip(one.row.tolist(), one.start.tolist(), one.end.tolist(), strict=True):
            found.setdefault(row, set()).add(texts[row][start:end])
    return [". ".join(sorted(found[row])) if row in found else None for row in range(len(texts))]


def _since(one: OurPhrase, said: dt.date | None) -> tuple[dt.date | None, Since]:
    if said is None or one.how == "given" or (one.how == "activity" and one.since is not None and one.since <= said):
        return one.since, one.how
    return said, "text"
