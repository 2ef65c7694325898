"""The product's forecast replayed on votes that were held, beside two rules that need no model: scores, intervals, and who wins."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.dossier.tables.votes import NOT_ENTITLED
from legation.language import Message
from legation.methods.forecasting import BOUND, FEW, Skill, coverage, skill
from legation.methods.share import TEST
from legation.methods.voting.tally import REPLAYED, Expected
from legation.methods.voting.votes import contested
from legation.questions.answer import AnswerTable, Finding, TableColumn, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import Columns
from legation.questions.base.quantities import FactsOf, Quantity
from legation.questions.question import Progress, silent
from legation.questions.votes.declarations import titled
from legation.questions.votes.track_record.day_before import Eve, chances_of, eve_of
from legation.questions.votes.track_record.ledger import LEVEL

__all__ = [
    "WAYS",
    "Replay",
    "ReplayForecast",
    "Replays",
    "Way",
    "lacking",
    "nearer",
    "of_replays",
    "repeated_votes",
    "replay_table",
    "replays",
    "way_table",
    "winner",
]


Way = Literal["ours", "last", "base"]
WAYS: tuple[Way, ...] = get_args(Way)
"""The product's forecast; as last time; each member's own base rates over all votes known."""
_LEAST = 3
"""Votes that a roll call must hold to be replayed."""
_PULL = 1.0
"""Votes that a base rate is drawn towards equal chances by, so that nothing is impossible that was not seen yet."""

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayForecast:
    """How near one way of forecasting came.

    Attributes
    ----------
    right : int
        Members of whom the likeliest of absent, yes, abstain and no came.
    loss : float
        Mean logarithmic loss over the members, of the four outcomes; no chance counts as less than 0.001.
    absent : float
        Members expected to be absent.
    margin : float
        Yes minus no expected [members].
    """

    right: int
    loss: float
    absent: float
    margin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One vote held, forecast from what was known on the day before it.

    Attributes
    ----------
    rollcall : RollCall
    cut : date
        The day at whose end the rows were known from which it is forecast.
    members, known : int
        Who had a vote that day, and earlier votes known then.
    forecasts : mapping of Way to Told
    low, high : float
        The interval of the product's margin [members].
    ranged : bool
        Whether it had enough past errors to give that interval.
    result, absent : int
        Yes minus no that came, and members that were absent.
    """

    rollcall: RollCall
    cut: dt.date
    members: int
    known: int
    forecasts: Mapping[Way, ReplayForecast]
    low: float
    high: float
    ranged: bool
    result: int
    absent: int

    def off(self, way: Way) -> float:
        """Return by how much yes minus no was off [members]."""
        return abs(self.forecasts[way].margin - self.result)

    @property
    def covered(self) -> bool:
        """Whether the interval held what came."""
        return self.low <= self.result <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    """The latest votes that can be replayed, oldest first.

    Attributes
    ----------
    rows : tuple of Replay
    undated : tuple of RollCall
        Votes held on a title that stands there twice of which the dossier gives no day: nobody can say what was known before them.
    """

    rows: tuple[Replay, ...] = ()
    undated: tuple[RollCall, ...] = ()


def replays(case: Case, most: int, seed: int = 0, progress: Progress = silent) -> Replays:
    """Return the latest votes held on a title of which an earlier vote was known on the day before, each forecast from that day's rows."""
    profile = inputs.profile(case)
    repeats = repeated_votes(profile)  # the earlier vote may stand later in this order, where one of the two has no day
    found: list[Replay] = []
    known, reaches = functools.cache(case.at), dict[tuple[object, ...], float]()
    for at in reversed(repeats if most else []):
        one = _replayed(case, profile.rollcalls[at], known, reaches, seed)
        found += [one] if one else []
        progress(len(found), most)
        if len(found) == most:
            break
    return Replays(
        rows=tuple(reversed(found)), undated=tuple(profile.rollcalls[at] for at in repeats if profile.rollcalls[at].date is None)
    )


def _replayed(
    case: Case, rollcall: RollCall, known: Callable[[dt.date], Case], reaches: dict[tuple[object, ...], float], seed: int
) -> Replay | None:
    """Return a vote replayed; None where it has no day, or no vote on its title was known on the day before.

    ``reaches`` holds half the width of the interval, in deviations of the forecast, by day, by what was declared and by whether the title
    was contested the last time: forecasts that agree in these rest on the same past errors.
    """
    eve = eve_of(case, rollcall, known)
    if eve is None or not eve.same.any():
        return None
    came = case.dossier.votes.matrix(eve.profile.actors, [rollcall.id])[:, 0]
    voting = came != NOT_ENTITLED
    came = np.where(came <= inputs.CODES.index("no"), came, 0).astype(np.int8)[voting]
    last = eve.profile.votes[:, np.flatnonzero(eve.same)[-1]]
    alike = (eve.cut, *np.bincount(eve.declared(), minlength=4).tolist(), bool(contested(last)))
    expected = eve.expected(seed=seed, replay=0 if alike in reaches else REPLAYED)
    if expected is None or not came.any():
        return None
    reach = reaches.setdefault(alike, _reach(expected) / max(expected.deviation, 1e-9)) * expected.deviation
    given: dict[Way, Floats] = {"ours": chances_of(expected), "last": _as_before(eve, last), "base": _base_rates(eve.profile.votes)}
    ours = _margin(given["ours"][voting])
    n = int(voting.sum())
    return Replay(
        rollcall=rollcall,
        cut=eve.cut,
        members=n,
        known=len(eve.profile.rollcalls),
        forecasts={way: _forecast(chances[voting], came, last[voting] if way == "last" else None) for way, chances in given.items()},
        low=max(-float(n), ours - reach),
        high=min(float(n), ours + reach),
        ranged=math.isfinite(reach),
        result=int((came == 1).sum() - (came == 3).sum()),
        absent=int((came == 0).sum()),
    )


def _forecast(chances: Floats, came: Codes, sharp: Codes | None) -> ReplayForecast:
    """Return how near chances of absent, yes, abstain and no came; what is sharp names one outcome for each member, for its counts."""
    counts = chances if sharp is None else np.eye(4)[sharp]
    given = np.clip(chances[np.arange(len(came)), came], BOUND, 1)
    return ReplayForecast(
        right=int((counts.argmax(axis=1) == came).sum()),
        loss=float(-np.log(given).mean()),
        absent=float(counts[:, 0].sum()),
        margin=_margin(counts),
    )


def _reach(expected: Expected) -> float:
    """Return half the width of the interval [members]; infinite where it ends at all that is possible on both sides."""
    n = len(expected.presence)
    known = expected.low > -n or expected.high < n  # false of nan too
    return max(expected.high - expected.margin, expected.margin - expected.low) if known else math.inf


def _margin(chances: Floats) -> float:
    return float((chances[:, 1] - chances[:, 3]).sum())


def _as_before(eve: Eve, last: Codes) -> Floats:
    """Return chances that stand by the last vote: kept as often as votes on one title were kept before, the rest equal."""
    seen: dict[int, int] = {}
    same = total = 0
    for at, title in enumerate(eve.titles):
        if title in seen:
            same += int((eve.profile.votes[:, at] == eve.profile.votes[:, seen[title]]).sum())
            total += len(last)
        seen[title] = at
    repeated = (same + 1) / (total + 2)
    chances = np.full((len(last), 4), (1 - repeated) / 3)
    chances[np.arange(len(last)), last] = repeated
    return chances


def _base_rates(votes: Codes) -> Floats:
    """Return how often each member was absent, voted yes, abstained and voted no, over all votes known."""
    counts = np.column_stack([(votes == code).sum(axis=1) for code in range(4)]) + _PULL / 4
    return np.asarray(counts / counts.sum(axis=1, keepdims=True), np.float64)


AREA = "how-good-were-we"
_NAMED = 3


def of_replays(found: Replays, seed: int) -> Iterator[Finding]:
    """Yield who wins, then what else there is to say of the votes replayed."""
    rows = found.rows
    if not rows:
        return
    evidence = joined_evidence(r.rollcall.evidence for r in rows)
    apart = _apart(rows, seed)
    sure = "low" if apart.low is None or apart.high is None or apart.low <= 0 <= apart.high else "moderate"
    numbers = _numbers(rows)
    values = {f"{name}_{way}": numbers[way][name] for way in WAYS for name in ("right", "off")}
    first = Message(f"{AREA}.winner-{winner(rows)}", count=len(rows), of=sum(r.members for r in rows), **values, **_bests(rows))
    known = FactsOf("replays", rows[-1].cut.isoformat(), "replay")
    of = known.counts("votes", replayed=len(rows), members_votes=sum(r.members for r in rows), nearer_than_last=nearer(rows))
    scores = [known(f"right, {way}", numbers[way]["right"], unit="votes") for way in WAYS]
    scores += [known(f"off, {way}", numbers[way]["off"], unit="points") for way in WAYS]
    yield Finding(
        id="winner",
        message=first,
        evidence=evidence,
        confidence=sure,  # type: ignore[arg-type]
        contrary=_margin_interval(apart),
        quantities=(*of, *scores, *_saved(known, apart)),
    )
    absent = {f"absent_{way}": numbers[way]["absent"] for way in WAYS}
    message = Message(f"{AREA}.absent", count=len(rows), **absent)
    away = [known(f"absent off, {way}", numbers[way]["absent"], unit="points") for way in WAYS]
    yield Finding(id="absent", message=message, evidence=evidence, confidence="high", quantities=(of[0], *away))
    ranged = [r for r in rows if r.ranged]
    if ranged:
        covered = coverage([r.low for r in ranged], [r.high for r in ranged], [r.result for r in ranged], level=LEVEL)
        message = Message(f"{AREA}.held", count=covered.held, of=covered.of, meant=LEVEL, low=covered.low, high=covered.high)
        facts = (
            *known.counts("cases", held=covered.held, intervals=covered.of),
            known("held-share", None, covered.low, covered.high, unit="share"),
            known("meant-to-hold", LEVEL, unit="share"),
        )
        sure = "moderate" if covered.of >= FEW else "low"
        yield Finding(id="held", message=message, evidence=evidence, confidence=sure, quantities=facts)  # type: ignore[arg-type]


def _saved(known: FactsOf, apart: Skill) -> Iterator[Quantity]:
    """Yield how much of the last margin's error was saved; its interval tells whether that may be chance, at 95 %."""
    if apart.value is not None and apart.low is not None:
        yield known("error-saved", apart.value, apart.low, apart.high, level=TEST, unit="share")


def nearer(rows: Sequence[Replay]) -> int:
    """Return of how many votes the product's margin was nearer to what came than the last margin."""
    return sum(row.off("ours") < row.off("last") for row in rows)


def winner(rows: Sequence[Replay]) -> str:
    """Return which way has most members' votes right and the nearest margins; ``split`` where none has both, ``level`` where several do."""
    right, near = _best(rows, "right"), _best(rows, "off")
    both = [way for way in WAYS if way in right and way in near]
    return both[0] if len(both) == 1 else "level" if both else "split"


def _best(rows: Sequence[Replay], name: str) -> list[Way]:
    numbers = _numbers(rows)
    scores = {way: round(-numbers[way][name] if name == "off" else numbers[way][name], 9) for way in WAYS}
    return [way for way in WAYS if scores[way] == max(scores.values())]


def _bests(rows: Sequence[Replay]) -> dict[str, Any]:
    """Return the ways that have most members right and the nearest margin, as a sentence names them."""
    return {name: tuple(Message(f"{AREA}.way.{way}") for way in _best(rows, of)) for name, of in (("most", "right"), ("nearest", "off"))}


def _numbers(rows: Sequence[Replay]) -> dict[Way, dict[str, float]]:
    """Return for each way the members right, and per vote the loss, the absent members off and the margin off."""
    n = len(rows)
    return {
        way: {
            "right": sum(r.forecasts[way].right for r in rows),
            "loss": sum(r.forecasts[way].loss for r in rows) / n,
            "absent": sum(abs(r.forecasts[way].absent - r.absent) for r in rows) / n,
            "off": sum(r.off(way) for r in rows) / n,
        }
        for way in WAYS
    }


def _apart(rows: Sequence[Replay], seed: int) -> Skill:
    """Return how much of the last margin's error the product saved."""
    return skill([r.off("ours") for r in rows], [r.off("last") for r in rows], seed=seed)


def _margin_interval(found: Skill) -> Message:
    """Return how far the difference of the margins may be chance."""
    if found.value is None or found.low is None or found.high is None:
        return Message(f"{AREA}.apart-few", count=found.n)
    form = "apart-chance" if found.low <= 0 <= found.high else "apart"
    return Message(f"{AREA}.{form}", skill=found.value, low=found.low, high=found.high, count=found.n)


def way_table(rows: Sequence[Replay]) -> AnswerTable:
    """Return the scores of the product, of as last time and of base rates on the same votes."""
    numbers, of = _numbers(rows), sum(r.members for r in rows)
    ranged = [r for r in rows if r.ranged]
    share = round(sum(r.covered for r in ranged) / len(ranged), 3) if ranged else None
    lines = tuple(
        (
            Message(f"{AREA}.way.{way}"),
            len(rows),
            round(numbers[way]["right"]),
            of,
            *(round(numbers[way][name], 3) for name in ("loss", "absent", "off")),
            share if way == "ours" else None,
        )
        for way in WAYS
    )
    column = Columns(f"{AREA}.col-way-")
    columns = (*column.text("way"), *column.number("votes", "right", "of", "loss", "absent", "off"), *column.share("held"))
    return AnswerTable(id="replay-scores", title=Message(f"{AREA}.ways"), columns=columns, rows=lines)


def replay_table(rows: Sequence[Replay]) -> AnswerTable:
    """Return every vote replayed, each with the day at whose end the rows were known from which it is forecast."""
    lines = tuple(
        (
            titled(r.rollcall),
            r.rollcall.date,
            r.cut,
            r.members,
            round(r.forecasts["ours"].margin),
            Message(f"{AREA}.range", low=round(r.low), high=round(r.high)) if r.ranged else None,
            round(r.forecasts["last"].margin),
            r.result,
            abs(round(r.forecasts["ours"].margin) - r.result),
            abs(round(r.forecasts["last"].margin) - r.result),
            *(r.forecasts[way].right for way in WAYS),
        )
        for r in rows
    )
    rights = tuple(f"right_{way}" for way in WAYS)
    names = ("vote", "date", "cut", "members", "model", "interval", "last", "came", "error", "last_error", *rights)
    kinds = {"vote": "text", "date": "date", "cut": "date", "interval": "text"}
    columns = tuple(TableColumn(n, Message(f"{AREA}.col-{n}"), kinds.get(n, "number")) for n in names)  # type: ignore[arg-type]
    return AnswerTable(id="replay", title=Message(f"{AREA}.replayed"), columns=columns, rows=lines)


def lacking(found: Replays) -> Iterator[Message]:
    """Yield what keeps votes from being replayed."""
    if not found.rows:
        yield Message(f"{AREA}.no-replay")
    if found.undated:
        names = first_of([titled(r) for r in found.undated], _NAMED)
        yield Message(f"{AREA}.undated", count=len(found.undated), names=names)


def repeated_votes(profile: inputs.VotingProfile) -> list[int]:
    """Return the places of votes on a title that stands at another vote too, of which enough is on record."""
    titles = inputs.title_numbers(profile.rollcalls)
    return [at for at in range(len(titles)) if titles.count(titles[at]) > 1 and np.count_nonzero(profile.votes[:, at]) >= _LEAST]
