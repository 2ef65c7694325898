"""Is a split of a room shown where it can be relied on? Groups of parts of four conversations beside those of the whole room.

``python -m benchmarks.opinion_strength`` (some five minutes, with the developer data beside the repository). Two tables:

- each whole room: its strength, what it needs, and how alike its groups are when other draws are made;
- parts of 20 to 300 people, drawn at random: what such a part needs, how many show groups, and of these, and of the parts whose best split
  is not shown, in how many the groups are those of the whole room (adjusted Rand index of .5 or more among the people of the part).

Beside stands the rule of before: six halves, a strength of .5 in any room. The exported groups, and those of a whole room, are no truth: a
part that finds them again only shows that a split does not hang on who came.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

import numpy as np
from benchmarks.opinion_prediction import FOLDER, ROOMS

from legation.methods.opinion import UNSEEN, Evidence, Opinion, choice, map_opinion
from legation.methods.opinion import map as of_map
from legation.methods.opinion.profiles import same_pairs

__all__ = ["Part", "parts"]

SIZES = (20, 26, 40, 60, 90, 140, 200, 300)
PARTS = 6
DRAWS = 8
ALIKE = 0.5
"""Adjusted Rand index from which groups are taken for the same."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a room: the map, its map as of before, the best split where none is shown, and the groups of the whole room."""

    room: str
    people: int
    now: Opinion
    before: Opinion
    best: Opinion
    whole: np.ndarray

    def alike(self, found: Opinion) -> bool:
        """Whether the groups of a map are those of the whole room."""
        both = (found.group >= 0) & (self.whole >= 0)
        return found.k > 1 and same_pairs(found.group[both], self.whole[both]) >= ALIKE


@contextmanager
def rule(*, level: float, splits: int = choice.SPLITS, draws: int = of_map.DRAWS) -> Iterator[None]:
    """Let every room show groups from one strength on."""
    with (
        mock.patch.object(choice, "needed", lambda _: level),
        mock.patch.object(choice, "FEWEST", min(splits, choice.FEWEST)),
        mock.patch.object(choice, "SPLITS", splits),
        mock.patch.object(of_map, "DRAWS", draws),
    ):
        yield


def drawn_anew(votes: np.ndarray, draws: int) -> Opinion:
    """Return the map with other draws."""
    with mock.patch.object(of_map, "DRAWS", draws):
        return map_opinion(votes)


def as_before(votes: np.ndarray, draws: int = 0) -> Opinion:
    """Return the map by the rule of before."""
    with rule(level=0.5, splits=6, draws=draws):
        return map_opinion(votes)


def rooms() -> Iterator[tuple[str, np.ndarray]]:
    """Yield the votes of those with votes enough in each conversation."""
    from legation.sources import polis

    for name in ROOMS:
        room = polis.read(FOLDER / name)
        votes = room.votes[:, ~room.moderated]
        yield name, votes[(votes != UNSEEN).sum(axis=1) >= min(of_map.LEAST_VOTES, votes.shape[1])]


def parts(count: int = PARTS) -> Iterator[Part]:
    """Yield parts of each conversation, so many of each size."""
    for name, votes in rooms():
        whole = map_opinion(votes).group
        for people, draw in itertools.product(SIZES, range(count)):
            if people < len(votes):
                some = np.random.default_rng([people, draw, 7]).choice(len(votes), people, replace=False)
                now = map_opinion(votes[some])
                best = now
                if now.k < 2:
                    with rule(level=0.0):
                        best = map_opinion(votes[some])
                yield Part(room=name, people=people, now=now, before=as_before(votes[some]), best=best, whole=whole[some])


def main() -> None:
    if not FOLDER.is_dir():
        print("the conversations (../shared) are not there")
        return
    print("room                          people  groups  strength  error  needed   alike with other draws: now (least)  before (least)")
    for name, votes in rooms():
        found = map_opinion(votes)
        taken = next((one for one in found.evidence if one.k == found.k), None) or max(found.evidence, key=_strength)
        now, before = (_alike([made(votes, draws) for draws in range(DRAWS)]) for made in (drawn_anew, as_before))
        print(
            f"{name:29} {len(votes):>6}  {found.k:>6}  {taken.strength:>8.3f}  {taken.strength_error:.3f}  {found.needed:>6.2f}"
            f"  {now[0]:>22.3f} ({now[1]:.3f})  {before[0]:.3f} ({before[1]:.3f})"
        )
    print("people  parts  needed   shown now  before   whole room's groups, of those shown now  before   of those not shown")
    every = list(parts())
    for people in SIZES:
        some = [one for one in every if one.people == people]
        now, before = [one for one in some if one.now.k > 1], [one for one in some if one.before.k > 1]
        hidden = [one for one in some if one.now.k < 2 and one.best.k > 1]
        print(
            f"{people:>6}  {len(some):>5}  {choice.needed(people):>6.2f}   {len(now) / len(some):>9.2f}  {len(before) / len(some):>6.2f}"
            f"   {_share([one.alike(one.now) for one in now]):>38}  {_share([one.alike(one.before) for one in before]):>6}"
            f"   {_share([one.alike(one.best) for one in hidden]):>18}"
        )


def _alike(found: list[Opinion]) -> tuple[float, float]:
    """Return mean and least adjusted Rand index between maps."""
    every = [same_pairs(one.group, other.group) for one, other in itertools.combinations(found, 2)]
    return float(np.mean(every)), float(np.min(every))


def _strength(one: Evidence) -> float:
    return one.strength


def _share(of: list[bool]) -> str:
    return f"{np.mean(of):.2f}" if of else "-"


if __name__ == "__main__":
    main()
