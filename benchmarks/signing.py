"""Who would sign: the actual signers among the first eight, beside the simple list, on three past cases. An illustration.

Each of the three cases is ordered with the points that the other two give; traits are as on its eve. The points were declared before the
measurement; that the declared ones count in cases and not in signers was decided after a first look at it. Acts without a source are not in
the example and do not count, listings and suits are no signatures, and published sets are known to miss signers.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from benchmarks.looks import looked

from legation.dossier import load
from legation.methods.signing import replay
from legation.questions import Case
from legation.questions.coalitions.attributions import attributions
from legation.questions.coalitions.candidates import PastCase, SigningInputs, past_cases

__all__ = ["CASES", "main", "past_three"]

EXAMPLE = Path(__file__).parents[1] / "examples/notpetya-2017"
CASES = ("notpetya-2017", "opcw-2018", "viasat-2022")
AFTER = dt.date(2024, 2, 1)
FIRST = 8


def past_three() -> tuple[PastCase, ...]:
    """Return the three cases of the example, each as on its eve."""
    case = Case(dossier=load(EXAMPLE), today=AFTER).at(AFTER)
    asked = SigningInputs(
        accused="RUS",
        issue="",
        partners=("five-eyes", "nine-eyes", "fourteen-eyes"),
        unions=("european-union", "nato"),
        hurdles=("non-aligned", "decides-by-consensus"),
        precedents=tuple(one.name for one in attributions(case)),
    )
    return tuple(one for one in past_cases(case, asked, "") if one.matter.name in CASES)


def main() -> None:
    """Print, case by case, which signers outside the five closest partners stand among the first eight."""
    print(f"\nWho would sign: signers outside the five closest partners among the first {FIRST}   (three cases: an illustration)")
    print(f"  {'case':16}{'first mover':13}{'outside':>9}{'ours':>7}{'simple list':>13}   ours: who; all signers at their places")
    looked("signing")
    cases = past_three()
    ours = theirs = outside = 0
    for one, found in zip(cases, replay([one.past for one in cases]), strict=True):
        away = [name for name in found.signers if name not in one.closest]
        here = found.among_first(FIRST, apart=one.closest)
        there = [name for name in one.simple[:FIRST] if name in away]
        ours, theirs, outside = ours + len(here), theirs + len(there), outside + len(away)
        places = ", ".join(f"{name} {found.ranking.index(name) + 1}" for name in found.signers)
        print(f"  {one.matter.name:16}{one.matter.first:13}{len(away):9}{len(here):7}{len(there):13}   {', '.join(here) or '-'}; {places}")
    print(f"  {'together':29}{outside:9}{ours:7}{theirs:13}   wanted: ours above the simple list")


if __name__ == "__main__":
    main()
