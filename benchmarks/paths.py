"""Coverage of the drawings of a vote: how often the interval of the margin held what came, and how wide it was.

    PYTHONPATH=src python -m benchmarks.paths

Contested roll calls of sessions 60 to 72 of the General Assembly, each forecast from the three sessions before it and from 20 declared
votes drawn at random. Needs the record (``../shared``) and is skipped, saying so, where it is not there. About five minutes on two cores.
"""

from __future__ import annotations

import time

import numpy as np
from benchmarks import unga
from benchmarks.looks import looked

from legation.methods.coalition import paths_to_pass
from legation.methods.rule import share_of_voting
from legation.methods.voting import draw_votes

SESSIONS = range(60, 73)
DECLARED, DRAWS = 20, 1000
RULE = share_of_voting("2/3")
"""What the chance to pass is judged by: most texts have a majority, fewer have two thirds."""


def coverage(record: unga.Record, sessions: range = SESSIONS, every: int = 1) -> np.ndarray:
    """Return a row for each contested roll call: session; then, correlated and independent: held, width, chance of two thirds; had them."""
    rows = []
    for session in sessions:
        rng = np.random.default_rng(session)
        history, target = record.sessions(session - 3, session - 1, present=False), record.sessions(session, present=False)
        members = np.flatnonzero((history > 0).any(axis=1))
        history, target = history[members], target[members]
        names = [record.actors[i] for i in members]
        for number in unga.contested(target)[::every]:
            actual = target[:, number]
            declared = np.zeros_like(actual)
            shown = rng.choice(np.flatnonzero(actual), DECLARED, replace=False)
            declared[shown] = actual[shown]
            yes, no = int((actual == 1).sum()), int((actual == 3).sum())
            margin, passed = yes - no, yes > 0 and yes >= 2 * no
            row = [session]
            for independent in (False, True):
                seen = draw_votes(history, declared, draws=DRAWS, independent=independent, seed=session)
                told = paths_to_pass(RULE, names, seen.votes, steps=0)
                row += [told.margin_low <= margin <= told.margin_high, told.margin_high - told.margin_low, told.probability]
            rows.append([*row, passed])
    return np.array(rows, dtype=float)


def main() -> None:
    """Print coverage and width by session and in all, and the time of one drawing."""
    if not unga.is_there():
        print("paths: skipped, the General Assembly's record is not there")
        return
    record = unga.load()
    looked("votes-passage")
    start = time.perf_counter()
    found = coverage(record)
    took = (time.perf_counter() - start) / len(found)
    print("\n90 % interval of yes minus no, 20 votes declared (correlated; independent)")
    print("  session  roll calls  held  width   held  width")
    for session in [*SESSIONS, None]:
        part = found if session is None else found[found[:, 0] == session]
        held, width, alone, narrow = part[:, [1, 2, 4, 5]].mean(axis=0)
        print(f"  {session or 'all':>7}  {len(part):>10}  {held:.3f}  {width:5.1f}  {alone:.3f}  {narrow:5.1f}")
    brier = [float(((found[:, column] - found[:, 7]) ** 2).mean()) for column in (3, 6)]
    base = float(found[:, 7].mean())
    told = f"{brier[0]:.4f}; independent {brier[1]:.4f}; always the share that had them {base * (1 - base):.4f}"
    print(f"  chance of two thirds, Brier score: {told}")
    print(f"  {took:.2f} s a roll call, {DRAWS} drawings twice")


if __name__ == "__main__":
    main()
