"""Negotiations with known truth: on them every analysis of a room is tested, and people can practise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from legation.errors import BadValue
from legation.language import Message
from legation.rooms.drafting.desk import Desk
from legation.rooms.drafting.event import Agreed, Brought, Closed, Event, Joined, Opened, Paragraph, Proposed, Stood
from legation.rooms.drafting.fold import applied
from legation.rooms.drafting.views import view

__all__ = ["Simulated", "Truth", "simulate"]

_WORDS = ("voluntary", "encouraged", "recommended", "expected", "required", "binding")
_FIRST_DAY = dt.date(2025, 1, 6)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the simulator knows and an analysis has to find.

    Attributes
    ----------
    objectors : mapping of str to mapping of str to tuple of str
        By day, by open bracket: who wants its words out.
    closed : mapping of str to (str, str)
        By bracket: the day and the mode.
    open : mapping of str to int
        By day: brackets that are open at its end.
    share : mapping of str to float
        By day: words in brackets by all words.
    """

    objectors: Mapping[str, Mapping[str, tuple[str, ...]]]
    closed: Mapping[str, tuple[str, str]]
    open: Mapping[str, int]
    share: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A negotiation: its log, the attributed text after each day, the ideal points behind it, and the truth.

    Attributes
    ----------
    log : tuple of Event
    drafts : tuple of (str, str)
        Day and text.
    ideal : ndarray of float, shape (actors, paragraphs)
        0 to 1; alternative k of K stands at k/(K - 1).
    truth : Truth
    """

    log: tuple[Event, ...]
    drafts: tuple[tuple[str, str], ...]
    ideal: NDArray[np.float64]
    truth: Truth


@dataclass
class _Play:
    """What happens while a negotiation is played."""

    actors: tuple[str, ...]
    ideal: NDArray[np.float64]
    log: list[Event] = field(default_factory=list)
    desk: Desk | None = None
    open: dict[str, list[str]] = field(default_factory=dict)
    stances: dict[tuple[str, str], str] = field(default_factory=dict)
    closed: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        self.log.append(event)
        self.desk = applied(self.desk, event, event.at)

    def says(self, day: str, actor: str, bracket: str, stance: str) -> None:
        if self.stances.get((actor, bracket)) != stance:
            self.take(Stood(at=day, by=actor, target=bracket, stance=stance))
            self.stances[actor, bracket] = stance

    def objectors(self, bracket: str) -> tuple[str, ...]:
        return tuple(actor for actor in sorted(self.actors) if self.stances.get((actor, bracket)) == "oppose")


def simulate(
    actors: int = 8, paragraphs: int = 6, alternatives: int = 3, rounds: int = 20, *, concession: float = 0.04, seed: int = 0
) -> Simulated:
    """Play a negotiation in which everyone gives way a little each day, each at its own pace.

    On the first day somebody proposes each alternative word of each paragraph. An actor wants out what is farther from its ideal point than
    it tolerates, wants in what is within a quarter of that, and is flexible between. An alternative that nobody wants out is accepted; of
    several the one that is nearest to the mean ideal point; then the paragraph is agreed ad referendum.

    Parameters
    ----------
    actors, paragraphs : int
        1 or more.
    alternatives : int
        2 to 6.
    rounds : int
        Days after the first; 0 or more.
    concession : float
        Mean growth of tolerance a day, 0 to 1.
    seed : int

    Raises
    ------
    BadValue
        For numbers off their range.

    Examples
    --------
    >>> found = simulate(3, 2, 2, 30, concession=0.1, seed=1)
    >>> len(found.truth.closed), found.truth.open[found.drafts[-1][0]]
    (4, 0)
    """
    ranges = {
        "actors": (actors, 1, 999),
        "paragraphs": (paragraphs, 1, 999),
        "alternatives": (alternatives, 2, 6),
        "rounds": (rounds, 0, 9999),
    }
    for name, (value, low, high) in ranges.items():
        if not low <= value <= high:
            raise BadValue(Message("drafting-room.bad-number", place=name, found=value, low=low, high=high))
    rng = np.random.default_rng(seed)
    names = tuple(f"A{n + 1:03d}" for n in range(actors))
    play = _Play(names, rng.random((actors, paragraphs)))
    tolerance = rng.uniform(0.1, 0.4, actors)
    pace = rng.uniform(0.5, 1.5, actors) * concession
    where = np.linspace(0.0, 1.0, alternatives)
    day = _FIRST_DAY.isoformat()
    _begin(play, day, names, alternatives, where)
    objectors, drafts, opened, share = {}, [], {}, {}
    for number in range(rounds + 1):
        day = (_FIRST_DAY + dt.timedelta(days=number)).isoformat()
        _speak(play, day, tolerance + pace * number, where)
        _close(play, day, where)
        objectors[day] = {bracket: play.objectors(bracket) for group in play.open.values() for bracket in group}
        opened[day] = sum(map(len, play.open.values()))
        share[day] = _share(paragraphs, alternatives, len(play.open))
        assert play.desk is not None  # noqa: S101 - the room is open since _begin
        drafts.append((day, view(play.desk.state(), "attributed")))
    return Simulated(tuple(play.log), tuple(drafts), play.ideal, Truth(objectors, dict(play.closed), opened, share))


def _begin(play: _Play, day: str, names: tuple[str, ...], alternatives: int, where: NDArray[np.float64]) -> None:
    play.take(Opened(at=day))
    for name in names:
        play.take(Joined(at=day, by=name, actor=name))
    units = range(play.ideal.shape[1])
    text = tuple(Paragraph(id=f"p{u + 1}", label=f"{u + 1}", text=f"Reporting of incidents is {_WORDS[0]}.") for u in units)
    play.take(Brought(at=day, kind="zero", paragraphs=text))
    for u in units:
        play.open[f"p{u + 1}"] = [f"p{u + 1}a1.was"]
        for k in range(1, alternatives):
            bracket = f"p{u + 1}a{k}"
            proposer = names[int(np.argmin(np.abs(play.ideal[:, u] - where[k])))]
            event = Proposed(at=day, by=proposer, id=bracket, operation="replace", unit=f"p{u + 1}", start=4 - 1, end=4, text=_WORDS[k])
            play.take(event)
            play.stances[proposer, bracket] = "support"
            if k == 1:
                play.stances[proposer, f"{bracket}.was"] = "oppose"
            play.open[f"p{u + 1}"].append(bracket)


def _speak(play: _Play, day: str, tolerance: NDArray[np.float64], where: NDArray[np.float64]) -> None:
    for unit, brackets in play.open.items():
        u = int(unit[1:]) - 1
        for n, actor in enumerate(play.actors):
            for k, bracket in enumerate(brackets):
                far = abs(play.ideal[n, u] - where[k])
                stance = "oppose" if far > tolerance[n] else "support" if far <= tolerance[n] / 4 else "flexible"
                play.says(day, actor, bracket, stance)


def _close(play: _Play, day: str, where: NDArray[np.float64]) -> None:
    for unit, brackets in list(play.open.items()):
        free = [k for k, bracket in enumerate(brackets) if not play.objectors(bracket)]
        if free:
            middle = float(play.ideal[:, int(unit[1:]) - 1].mean())
            chosen = min(free, key=lambda k: (abs(where[k] - middle), k))
            play.take(Closed(at=day, bracket=brackets[chosen], mode="accepted"))
            play.take(Agreed(at=day, unit=unit, level="ad ref"))
            play.closed.update({b: (day, "accepted" if k == chosen else "replaced") for k, b in enumerate(brackets)})
            del play.open[unit]


def _share(paragraphs: int, alternatives: int, still_open: int) -> float:
    total = 5 * (paragraphs - still_open) + (4 + alternatives) * still_open
    return alternatives * still_open / total
