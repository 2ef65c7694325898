"""Forecasts of votes on the General Assembly's record beside simple rules, each session with constants fitted on those before it.

    PYTHONPATH=src python -m benchmarks.votes_judged      # about ten minutes

Contested repeats: the vote before on the title was contested, nobody has declared anything, members are those that voted in the session
before. "As last time" is the vote before, with the chances that keeping an outcome has had; "base rates" are each member's outcomes on
contested texts of three sessions. Pairs of a vote in committee and in plenary: constants from sessions before, the noise of totals from the
other pairs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from benchmarks import unga
from benchmarks.votes_baselines import expected_calibration_error
from benchmarks.votes_examples import Held, Record, examples, held
from benchmarks.votes_posterior import FLAGSHIP, LIKE, RIDGE, constants_of, pairs
from numpy.typing import NDArray

from legation.dossier.files import folder
from legation.methods.voting.evidence import Known, known_of
from legation.methods.voting.history import PastVotes
from legation.methods.voting.outlook import Outlook, foretold
from legation.methods.voting.shift import Sums, observed, softmax
from legation.methods.voting.signs import Fitted
from legation.methods.voting.tally import expected_tally
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.estimate import estimate

Floats = NDArray[np.float64]
PERIODS = ((60, 72), (73, 74))
BACK = 8
"""Sessions on which constants are fitted."""
KEPT = 0.85
"""Weight of the vote before in "as last time"; the rest is spread over the four outcomes. Fitted on sessions 58-72."""


def losses(chances: Floats, came: NDArray[np.int8]) -> Floats:
    """Return the log loss of each member."""
    return np.asarray(-np.log(np.clip(chances[np.arange(len(came)), came], 1e-9, 1)))


def as_last_time(last: NDArray[np.int8]) -> Floats:
    """Return chances that stand by the vote before."""
    return np.asarray(KEPT * np.eye(4)[last] + (1 - KEPT) / 4)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One vote as forecast: log losses by member, margins, and what of it came."""

    held: Held
    ours: Outlook
    last: Floats
    base: Floats
    margin: int
    last_margin: int

    def loss(self, chances: Floats) -> Floats:
        """Return the log loss of each member."""
        return losses(chances, self.held.came)


@cache
def record() -> Record:
    """The whole record, sessions 1 to 74."""
    return Record(74)


@cache
def constants(session: int) -> Fitted:
    """Constants from the sessions before one."""
    return constants_of(examples(record(), max(50, session - BACK), session - 1, LIKE), [])


def past_of(one: Held) -> PastVotes:
    """What was known in general: the three sessions before, and the earlier votes on the title."""
    columns = np.union1d(record().columns(one.session), one.before)
    votes = record().record.votes[np.ix_(one.rows, columns)]
    return PastVotes(votes, record().labels[columns], record().past(one.session, 0).model)


def nothing(n: int) -> Known:
    """Nobody has declared anything."""
    return known_of(n, np.zeros(n, np.int8))


def margin_of(votes: NDArray[np.int8]) -> int:
    """Yes minus no."""
    return int((votes == 1).sum()) - int((votes == 3).sum())


@cache
def repeats() -> tuple[Judged, ...]:
    """Every contested repeat of the periods, forecast from the sessions before it."""
    found = []
    for one in held(record(), PERIODS[0][0], PERIODS[-1][1], repeats=True):
        past, label = past_of(one), int(record().labels[one.column])
        last = record().record.votes[one.rows, one.before[-1]]
        told = foretold(past, label, nothing(len(one.rows)), constants(one.session))
        found.append(Judged(one, told, as_last_time(last), record().past(one.session, 0).usual, margin_of(one.came), margin_of(last)))
    return tuple(found)


def _period(first: int, last: int) -> list[Judged]:
    return [one for one in repeats() if first <= one.held.session <= last]


def print_repeats() -> None:
    """Print point by point how repeats came out, beside the rules."""
    for first, last in PERIODS:
        there = _period(first, last)
        mean = [np.mean([one.loss(c).mean() for one, c in zip(there, [get(o) for o in there], strict=True)]) for get in _ROWS.values()]
        print(f"\nContested repeats, sessions {first}-{last}: {len(there)} votes, nobody declared")
        print("  log loss per member   " + "   ".join(f"{name} {value:.4f}" for name, value in zip(_ROWS, mean, strict=True)))
        outcome, came = np.concatenate([o.ours.outcome for o in there]), np.concatenate([o.held.came for o in there]).astype(int)
        sure = outcome.max(axis=1) >= 0.95
        right = outcome.argmax(axis=1) == came
        print(f"  printed at 95 % or more: {sure.mean():.3f} of members, right {right[sure].mean():.4f}")
        print(f"  calibration error {expected_calibration_error(outcome.max(axis=1), right):.4f}")
        for low, high in ((0.25, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)):
            within = (outcome.max(axis=1) >= low) & (outcome.max(axis=1) < high)
            if within.any():
                said, was = outcome.max(axis=1)[within].mean(), right[within].mean()
                print(f"    said {said:.3f}  came {was:.3f}  {'#' * round(40 * was):40s} n {within.sum()}")
        away = [(abs(o.ours.outcome[:, 0].sum() - (o.held.came == 0).sum()), abs(_away(o) - (o.held.came == 0).sum())) for o in there]
        print("  absent off, members   ours {:.2f}   as last time {:.2f}".format(*np.mean(away, axis=0)))
        off = np.array([[abs(o.ours.margin() - o.margin), abs(o.last_margin - o.margin)] for o in there])
        drawn = _by_session(off[:, 0] - off[:, 1], [o.held.session for o in there])
        print(f"  margin off, members   ours {off[:, 0].mean():.2f}   last margin {off[:, 1].mean():.2f}", end="")
        print(f"   difference {drawn.mean():+.2f}, 90 % {np.quantile(drawn, 0.05):+.2f} to {np.quantile(drawn, 0.95):+.2f}")


def _away(one: Judged) -> int:
    return int((record().record.votes[one.held.rows, one.held.before[-1]] == 0).sum())


_ROWS: dict[str, Callable[[Judged], Floats]] = {
    "ours": lambda one: one.ours.outcome,
    "as last time": lambda one: one.last,
    "base rates": lambda one: one.base,
}


def _by_session(values: Floats, sessions: list[int], draws: int = 4000) -> Floats:
    """Return the mean over draws of whole sessions."""
    rng, groups = np.random.default_rng(0), [values[np.array(sessions) == s] for s in sorted(set(sessions))]
    return np.array([np.concatenate([groups[i] for i in rng.integers(len(groups), size=len(groups))]).mean() for _ in range(draws)])


@dataclass(frozen=True, slots=True)
class Interval:
    """An 80 % interval of a margin, ours and the last margin's, and what came."""

    session: int
    came: int
    ours: tuple[float, float]
    last: tuple[float, float]


@cache
def intervals(step: int = 1) -> tuple[Interval, ...]:
    """The intervals that the product prints (its own constants; sessions 73 and 74 are unseen by them) and those of past steps."""
    found = []
    for one in list(held(record(), PERIODS[0][0], PERIODS[-1][1], repeats=True))[::step]:
        columns = np.union1d(record().columns(one.session), one.before)
        votes, labels = record().record.votes[np.ix_(one.rows, columns)], record().labels[columns]
        told = expected_tally(votes, np.zeros(len(votes), np.int8), titles=labels, title=int(record().labels[one.column]))
        before = margin_of(votes[:, np.flatnonzero(labels == record().labels[one.column])[-1]])
        reach = _step_reach(votes, labels)
        found.append(Interval(one.session, margin_of(one.came), (told.low, told.high), (before - reach, before + reach)))
    return tuple(found)


def _step_reach(votes: NDArray[np.int8], labels: NDArray[np.intp], latest: int = 24) -> float:
    """Return what 80 % of the latest steps between votes on one title stayed within."""
    steps = []
    for at in range(1, len(labels)):
        same = np.flatnonzero(labels[:at] == labels[at])
        if same.size:
            steps.append(abs(margin_of(votes[:, at]) - margin_of(votes[:, same[-1]])))
    steps = sorted(steps[-latest:])
    rank = int(np.ceil((len(steps) + 1) * 0.8))
    return float(steps[rank - 1]) if rank <= len(steps) else float(len(votes))


def interval_score(interval: tuple[float, float], came: float, missed: float = 0.2) -> float:
    """Return width plus 2 / missed times what lies outside (Gneiting & Raftery 2007, doi:10.1198/016214506000001437)."""
    low, high = interval
    return high - low + 2 / missed * (max(0.0, low - came) + max(0.0, came - high))


def print_intervals() -> None:
    """Print how often the 80 % intervals held, and their scores."""
    for first, last in PERIODS:
        there = [one for one in intervals() if first <= one.session <= last]
        for name, get in (("ours", lambda one: one.ours), ("last margin", lambda one: one.last)):
            holds = np.mean([get(one)[0] <= one.came <= get(one)[1] for one in there])
            score = np.mean([interval_score(get(one), one.came) for one in there])
            print(f"  80 % interval, sessions {first}-{last}   {name}: held {holds:.3f}, score {score:.1f}, width", end=" ")
            print(f"{np.mean([get(one)[1] - get(one)[0] for one in there]):.1f} of {len(there)} votes")


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A plenary vote with its committee's totals: log loss by member of ours and of each rule."""

    symbol: str
    session: int
    loss: dict[str, Floats]
    margin: dict[str, float]


@cache
def totals_known() -> tuple[Pair, ...]:
    """Every pair whose plenary roll call is in the record, each with constants that have not seen it."""
    rows = pairs()
    found = []
    for row in rows:
        want = tuple(int(row[f"p_{word}"]) for word in ("yes", "abstain", "no"))
        there = [c for c in np.flatnonzero(np.array(record().record.symbols) == row["plenary_symbol"]) if record().record.whole[c]]
        if not there:
            continue
        column = min(there, key=lambda c: sum(abs(int((record().record.votes[:, c] == k).sum()) - w) for k, w in enumerate(want, 1)))
        session = int(record().record.session[column])
        members = record().members(session)
        before = record().before.get(int(column), np.zeros(0, np.int64))
        one = Held(int(column), session, before, members, record().record.votes[members, column])
        found.append(_pair(row, one, [other for other in rows if other is not row]))
    return tuple(found)


def _pair(row: dict[str, str], one: Held, others: list[dict[str, str]]) -> Pair:
    past, n = past_of(one), len(one.rows)
    learnt = constants_of(None, others, base=constants(one.session)) if one.session >= 58 else constants_of(None, others)
    label = int(record().labels[one.column])
    totals = {word: int(row[f"c_{word}"]) for word in ("yes", "abstain", "no")}
    similar = None if one.before.size else record().similar(one, 0, LIKE)
    alone = replace(nothing(n), similar=similar)
    know = replace(known_of(n, np.zeros(n, np.int8), totals=totals), similar=similar)
    counts = np.array([totals[word] for word in ("yes", "abstain", "no")], np.float64)
    usual = record().past(one.session, 0).usual
    told, less = foretold(past, label, know, learnt), foretold(past, label, alone, learnt)
    chances = {
        "ours": told.outcome,
        "no totals": less.outcome,
        "equal chances": np.full((n, 4), 0.25),
        "tilting equal chances": _tilted(np.full((n, 4), 0.25), counts, learnt),
        "tilting base rates": _tilted(usual, counts, learnt),
    }
    if one.before.size:
        chances["as last time"] = as_last_time(record().record.votes[one.rows, one.before[-1]])
    loss = {name: losses(c, one.came) for name, c in chances.items()}
    margin = {"ours": told.margin() - margin_of(one.came), "committee": counts[0] - counts[2] - margin_of(one.came)}
    return Pair(row["plenary_symbol"], one.session, loss, margin)


def _tilted(chances: Floats, counts: Floats, learnt: Fitted) -> Floats:
    """Return chances shifted alike until the sums are the committee's."""
    odds = np.log(chances)
    wide = replace(learnt.new.shift, mean=np.zeros(3), spread=100 * np.eye(3))
    moved = odds.copy()
    moved[:, 1:] += observed(odds, wide, Sums(counts, np.full(3, 0.25))).mean
    return softmax(moved)


def print_totals() -> None:
    """Print what totals of a committee tell, pair by pair left out."""
    there = totals_known()
    print(f"\nTotals of a committee, {len(there)} of {len(pairs())} pairs, each left out: log loss per member")
    for name in ("ours", "no totals", "tilting base rates", "tilting equal chances", "equal chances", "as last time"):
        got = [one.loss[name].mean() for one in there if name in one.loss]
        beside = [one.loss["ours"].mean() for one in there if name in one.loss]
        print(f"  {name:22s} {np.mean(got):.3f} on {len(got)} (ours there {np.mean(beside):.3f})")
    print(f"  margin off: ours {np.mean([abs(o.margin['ours']) for o in there]):.1f}, committee's own", end=" ")
    print(f"{np.mean([abs(o.margin['committee']) for o in there]):.1f}")


@dataclass(frozen=True, slots=True, eq=False)
class First:
    """A contested first vote of sessions 72-74: losses by member, and whether texts like it were found."""

    session: int
    column: int
    like: bool
    loss: dict[str, Floats]


@cache
def firsts() -> tuple[First, ...]:
    """First votes on a title, sessions 72-74, forecast from texts like them where there are any."""
    found = []
    for one in held(record(), 72, 74, repeats=False):
        past, n = record().past(one.session, 0), len(one.rows)
        similar = record().similar(one, 0, LIKE)
        told = foretold(past, -1, replace(nothing(n), similar=similar), constants(one.session)) if similar is not None else None
        chances = {"base rates": past.usual} | ({"ours": told.outcome} if told else {})
        loss = {name: losses(c, one.came) for name, c in chances.items()}
        found.append(First(one.session, one.column, told is not None, loss))
    return tuple(found)


def print_firsts() -> None:
    """Print how first votes came out."""
    there = [one for one in firsts() if one.like]
    print(f"\nFirst votes, sessions 72-74: {len(firsts())} contested, {len(there)} with texts like them ({LIKE} or more); the rest silent")
    for name in ("ours", "base rates"):
        print(f"  {name:12s} {np.mean([one.loss[name].mean() for one in there]):.3f}")


def print_flagship() -> None:
    """Print what each thing known of A/RES/74/247 gives, a week before; nothing is fitted on it."""
    dossier = folder.load(unga.ROOT / "examples" / "un-ict-2018")
    case = Case(dossier=dossier, today=dt.date(2026, 11, 29)).at(dt.date(2019, 12, 20))
    made = estimate(case, case.rollcall(FLAGSHIP))
    if made is None:
        return
    came = case.later.votes.matrix(made.members, [FLAGSHIP])[:, 0]
    rows = np.flatnonzero((made.known.said == 0) & (came > 0) & (came <= 3))
    *labels, title = inputs.title_numbers([*made.profile.rollcalls, made.ahead])
    new = [number if number != title else len(labels) + 1 for number in labels]
    words = {"declared": made.declared, "sponsors": made.sponsors, "reported": made.reported}
    print(f"\n{FLAGSHIP} on {case.as_of}: log loss of {rows.size} that voted and had declared nothing; came {margin_of(came)}")
    print(f"  {'equal chances':22s} {np.log(3):.3f}")
    for name, numbers, totals in (
        ("declared votes alone", new, None),
        ("totals alone", new, made.totals),
        ("earlier vote alone", labels, None),
        ("both", labels, made.totals),
    ):
        told = expected_tally(made.profile.votes, titles=numbers, title=title, totals=totals, **words)
        loss = -np.log(told.probability[rows, came[rows] - 1]).mean()
        print(f"  {name:22s} {loss:.3f}   yes minus no {told.margin:.0f} ({told.low:.0f} to {told.high:.0f})")


def main() -> None:
    """Print every figure beside its rules."""
    if not unga.is_there():
        print("votes_judged: skipped, ../shared is not there")
        return
    print(f"constants: each session from the {BACK} before it, ridge {RIDGE}; the flagship {FLAGSHIP} is in no fit of its own forecast")
    print_repeats()
    print_intervals()
    print_totals()
    print_firsts()
    print_flagship()


def judgements() -> dict[str, Callable[[], object]]:
    """Return what measures each judgement of the score card; see :mod:`benchmarks.judgements`."""
    from benchmarks.paired import NoData, Scores

    def asked(make: Callable[[], Scores]) -> Callable[[], Scores]:
        def of_data() -> Scores:
            if not unga.is_there():
                raise NoData("the General Assembly's record (../shared)")
            return make()

        return of_data

    def repeat() -> Scores:
        there = _period(*PERIODS[-1])
        lost = {name: np.concatenate([one.loss(get(one)) for one in there]) for name, get in _ROWS.items()}
        rules = {"as-last-time": lost["as last time"], "base-rates": lost["base rates"]}
        return Scores(ours=lost["ours"], baselines=rules, clusters=_clusters(there), data_to="2020-12")

    def _clusters(there: list[Judged]) -> NDArray[np.int64]:
        return np.concatenate([np.full(len(one.held.rows), one.held.column) for one in there])

    def margin() -> Scores:
        there = repeats()
        ours = np.array([abs(one.ours.margin() - one.margin) for one in there])
        last = np.array([abs(one.last_margin - one.margin) for one in there], float)
        return Scores(ours=ours, baselines={"last-margin": last}, clusters=[o.held.session for o in there], data_to="2020-12")

    def interval() -> Scores:
        there = intervals()
        ours, last = (np.array([interval_score(get(one), one.came) for one in there]) for get in (lambda o: o.ours, lambda o: o.last))
        return Scores(ours=ours, baselines={"last-margin-spread": last}, clusters=[o.session for o in there], data_to="2020-12")

    def totals() -> Scores:
        there = totals_known()
        rules = {
            "totals-alone": np.concatenate([one.loss["tilting base rates"] for one in there]),
            "equal-chances": np.concatenate([one.loss["equal chances"] for one in there]),
        }
        clusters = [one.symbol for one in there for _ in one.loss["ours"]]
        return Scores(ours=np.concatenate([one.loss["ours"] for one in there]), baselines=rules, clusters=clusters, data_to="2019-12")

    def first() -> Scores:
        there = [one for one in firsts() if one.like]
        ours, base = (np.concatenate([one.loss[name] for one in there]) for name in ("ours", "base rates"))
        clusters = [one.column for one in there for _ in one.loss["ours"]]
        return Scores(ours=ours, baselines={"base-rates": base}, clusters=clusters, data_to="2020-12")

    made = {"votes-repeat": repeat, "votes-margin": margin, "votes-interval": interval, "votes-totals": totals, "votes-first": first}
    return {name: asked(make) for name, make in made.items()}


if __name__ == "__main__":
    main()
