"""The one estimate of a vote that every question shares, why a member's chances are what they are, and what the estimate rests on."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.language import Message
from legation.methods.voting import VoteDraws, draw_votes
from legation.methods.voting.tally import FEW, REPLAYED, Expected, expected_tally
from legation.questions.answer import Finding
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.inputs import IntArray, VotingProfile
from legation.questions.base.quantities import FactsOf, on
from legation.questions.question import Progress, silent
from legation.questions.votes.declarations import Declarations, name_beside, name_of
from legation.questions.votes.evidence import KnownOfVote, known_of_vote
from legation.questions.votes.facts import estimate_of

__all__ = [
    "DRAWS",
    "Estimate",
    "estimate",
    "expected_for",
    "expected_of",
    "of_reasons",
    "rests_on",
    "why",
]


DRAWS = 2000


@dataclass(frozen=True, eq=False, kw_only=True)
class Estimate:
    """A vote ahead as it may come out, by what the dossier knew at the date.

    Attributes
    ----------
    ahead : RollCall
    members : tuple of str
        Who has a vote in it; every array is in their order.
    profile : Profile
        The roll calls held before it.
    known : KnownOfVote
        What is known of this vote itself.
    expected : Expected
        Chances of each member, and the sum with its interval: every number of the sum that is printed comes from here.
    seed : int
    """

    ahead: RollCall
    members: tuple[str, ...]
    profile: VotingProfile
    known: KnownOfVote
    expected: Expected
    seed: int

    @property
    def declarations(self) -> Declarations:
        """The latest word of or on each member."""
        return self.known.declarations

    @property
    def declared(self) -> IntArray:
        """Codes of what counts as declared, shape (n_members,)."""
        return self.known.declared

    @property
    def sponsors(self) -> npt.NDArray[np.bool_]:
        """Who put the text forward or joined, shape (n_members,)."""
        return self.known.sponsors

    @property
    def reported(self) -> IntArray:
        """Codes of what others report, shape (n_members,)."""
        return self.known.reported

    @property
    def totals(self) -> Mapping[str, int] | None:
        """Totals of the latest earlier vote on the same text [members]."""
        return self.known.totals

    @property
    def basis(self) -> tuple[str, ...]:
        """What the chances rest on: any of ``declared``, ``like``, ``reported``, ``similar``, ``sponsors``, ``title``, ``totals``."""
        return self.expected.basis

    @property
    def words(self) -> Mapping[str, int]:
        """How many members enter by a word: as ``declared``, as ``sponsors`` that declared nothing, as ``reported``."""
        own = self.declared > 0
        counts = own, self.sponsors & ~own, (self.reported > 0) & ~own
        return {name: int(there.sum()) for name, there in zip(("declared", "sponsors", "reported"), counts, strict=True)}

    @property
    def is_silent(self) -> bool:
        """Whether there is no forecast: nothing to rest on, a range of all that is possible, or replays no better than a coin."""
        n, expected = len(self.members), self.expected
        open_ended = not np.isfinite([expected.margin, expected.low, expected.high]).all() or (expected.low <= -n and expected.high >= n)
        return not self.basis or open_ended or (self.totals is None and _is_a_coin(expected.right, expected.replayed))

    @property
    def forecast(self) -> Expected | None:
        """What may be printed; None where there is no forecast."""
        return None if self.is_silent else self.expected

    @functools.cached_property
    def draws(self) -> VoteDraws:
        """The vote drawn :data:`DRAWS` times around the same chances; made once."""
        return self._draw(silent)

    def drawn(self, progress: Progress) -> VoteDraws:
        """Return :attr:`draws`, telling how far they are where they are made now."""
        if "draws" not in self.__dict__:
            self.__dict__["draws"] = self._draw(progress)
        return self.draws

    def _draw(self, progress: Progress) -> VoteDraws:
        reach = (self.expected.high - self.expected.low) / 2
        taken = _taken(self.ahead, self.profile, self.known)
        return draw_votes(self.profile.votes, draws=DRAWS, reach=reach, seed=self.seed, progress=progress, **taken)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The evidence that it rests on: of the vote, of what is known of it, of every earlier roll call."""
        return joined_evidence((self.ahead.evidence, self.known.evidence, *(row.evidence for row in self.profile.rollcalls)))


def _is_a_coin(right: int, replayed: int) -> bool:
    """Whether a coin is on the right side as often as so many of so many replays, one time in ten; a few replays tell nothing of it.

    >>> _is_a_coin(12, 24), _is_a_coin(21, 24), _is_a_coin(2, 4)
    (True, False, False)
    """
    from scipy.special import bdtrc

    return replayed >= FEW and float(bdtrc(right - 1, replayed, 0.5)) > 0.1


def estimate(case: Case, ahead: RollCall, *, seed: int = 0, progress: Progress = silent) -> Estimate | None:
    """Estimate a vote at the case's date, from the roll calls held before it and from what is known of it; made once for a case.

    Of a vote that was held, its own votes and later roll calls are left out.

    Parameters
    ----------
    ahead : RollCall
    seed : int
        Breaks ties, and draws.

    Returns
    -------
    Estimate or None
        None where the dossier holds no earlier roll call, and of a secret ballot: no model says what it hides.
    """
    return None if ahead.is_secret else case.once(("estimate", ahead.id, seed), lambda: _made(case, ahead, seed, progress))


def _made(case: Case, ahead: RollCall, seed: int, progress: Progress) -> Estimate | None:
    members = inputs.member_ids(case, ahead)
    profile = inputs.profile(case, actors=members).before(ahead.id)
    known = known_of_vote(case, ahead, members)
    if not profile.rollcalls and known.totals is None:
        return None
    expected = expected_tally(profile.votes, seed=seed, progress=progress, **_taken(ahead, profile, known))
    return Estimate(ahead=ahead, members=members, profile=profile, known=known, expected=expected, seed=seed)


def _taken(ahead: RollCall, profile: VotingProfile, known: KnownOfVote) -> dict[str, Any]:
    """Return what the methods take beside the votes: the one place where what is known of a vote enters its estimate.

    Titles are numbers where the one ahead was voted before, and texts where it was not: their words say which of them are like it.
    """
    *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
    for at, row in enumerate(profile.rollcalls):
        if row.id in known.on_text:  # it stands in like, and is no earlier text of this title
            titles[at] = len(titles) + 1 + at
    new = title not in titles
    words = {number: row.title.in_language("en") for number, row in reversed(list(zip(titles, profile.rollcalls, strict=True)))}
    return {
        "declared": known.declared,
        "titles": [words[number] for number in titles] if new else titles,
        "title": ahead.title.in_language("en") if new else title,
        "totals": known.totals,
        "sponsors": known.sponsors,
        "reported": known.reported,
        "like": known.like,
        "away": known.away,
    }


def expected_for(case: Case, ahead: RollCall, profile: VotingProfile, *, seed: int = 0, replay: int = REPLAYED) -> Expected:
    """Estimate a vote for the actors of a profile, from its roll calls and from what the case knows of the vote."""
    known = known_of_vote(case, ahead, profile.actors)
    return expected_tally(profile.votes, replay=replay, seed=seed, **_taken(ahead, profile, known))


def expected_of(profile: VotingProfile, ahead: RollCall, declared: IntArray, *, seed: int = 0, replay: int = REPLAYED) -> Expected:
    """Estimate a vote from a profile and what counts as declared alone: of a vote that was held, or replayed from the votes before it."""
    *titles, title = inputs.title_numbers([*profile.rollcalls, ahead])
    return expected_tally(profile.votes, declared, titles=titles, title=title, replay=replay, seed=seed)


AREA = "vote-known"
_LEAST = 0.15
"""Share of the change in odds from which a reason is told."""
_MOST = 2
"""Reasons told of one member."""
_MOVES = 1.5
"""Members of margin below which a fact moves nothing worth saying."""


def why(expected: Expected, member: int) -> Message | None:
    """Return what moves the odds of a member's likeliest outcome most, the largest share first; None where nothing is known of it.

    A share is that of one part of the basis in what all parts move the odds by, up or down.
    """
    if not np.isfinite(expected.outcome[member]).all():
        return None
    moved = {part: float(expected.reasons[part][member]) for part in expected.basis}
    total = sum(abs(change) for change in moved.values())
    if total < 1e-6:
        return None
    shares = sorted(((abs(change) / total, part, change) for part, change in moved.items()), key=lambda one: (-one[0], one[1]))
    parts = tuple(
        Message(f"{AREA}.because-{part}" if change > 0 else f"{AREA}.although-{part}", share=share)
        for share, part, change in shares[:_MOST]
        if share >= _LEAST
    )
    return Message(f"{AREA}.why", parts=parts)


def of_reasons(case: Case, made: Estimate) -> Iterator[Finding]:
    """Yield what moved the estimate most of what is known, and whose declaration would move it most of those that have not answered."""
    expected = made.forecast
    if expected is None:
        return
    moved = max(expected.basis, key=lambda part: (abs(expected.moved[part]), part))
    answered = made.known.places.answered
    is_open = np.array([member not in answered for member in made.members], bool)
    open_ones = np.where(np.isfinite(expected.telling) & is_open, expected.telling, 0.0)
    first = int(open_ones.argmax())
    if len(expected.basis) > 1 and abs(expected.moved[moved]) >= _MOVES:
        change = round(expected.moved[moved])
        message = Message(f"{AREA}.moved-{'up' if change > 0 else 'down'}", part=Message(f"{AREA}.part-{moved}"), count=abs(change))
        known = estimate_of(case, made.ahead)
        facts = (known(f"yes-minus-no-by-{moved}", abs(change)),)
        yield Finding(id="moved", message=message, evidence=made.evidence, confidence="moderate", quantities=facts)
    if open_ones[first] >= _MOVES:
        count = round(float(open_ones[first]))
        values = {"actor": case.named(made.members[first]), "count": count, "rollcall": name_of(made.ahead)}
        telling = FactsOf(f"{made.ahead.id}+{made.members[first]}", on(case.as_of), "estimate")("told-by-its-word", count)
        message = Message(f"{AREA}.telling", **values)
        yield Finding(id="telling", message=message, evidence=made.evidence, confidence="low", quantities=(telling,))


def rests_on(case: Case, made: Estimate) -> Finding:
    """Return what is known of this vote and used, by the basis of the estimate."""
    message = Message(f"{AREA}.rests-on", rollcall=name_of(made.ahead), parts=tuple(_parts(made)))
    known = FactsOf(made.ahead.id, on(case.as_of), "basis")
    row = made.known.totals_of
    totals = FactsOf(row.id, on(row.date), "totals").counts(**made.totals) if row and made.totals else ()
    return Finding(
        id="basis", message=message, evidence=made.evidence, confidence="high", quantities=(*known.counts(**made.words), *totals)
    )


def _parts(made: Estimate) -> Iterator[Message]:
    """Yield each thing that the estimate rests on, what says most of this vote first."""
    there = set(made.basis)
    series = inputs.same_title(made.ahead, made.profile.rollcalls)
    if "title" in there and series:
        yield Message(f"{AREA}.on-title", rollcall=name_of(series[-1]), date=series[-1].date)
    if "totals" in there and made.totals and made.known.totals_of:
        yield Message(f"{AREA}.on-totals", rollcall=name_beside(made.known.totals_of, made.ahead), **made.totals)
    for word, count in made.words.items():
        if word in there and count:
            yield Message(f"{AREA}.on-{word}", count=count)
    if "like" in there and made.known.like_of:
        yield Message(f"{AREA}.on-like", rollcalls=tuple(name_beside(row, made.ahead) for row in made.known.like_of))
    if "similar" in there:
        yield Message(f"{AREA}.on-similar")
