"""Simulated talks of one kind of delegate with itself: how far from the frontier they end, and how often they agree.

    PYTHONPATH=src python -m benchmarks.self_play

On ICANN's accountability (``examples/iana-transition-2014``), and on the given domains of at most 5,000 packages (``../shared``) where they
are on this machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from legation.dossier.parts import read
from legation.methods.negotiation import DELEGATES, Domain, Table, alternating_offers, table_of
from legation.questions.deals.negotiation.inputs import domain_of, valued

__all__ = ["main"]

ROOT = Path(__file__).parents[1]
GIVEN = ROOT.parent / "shared/data/games/negotiation_domains_58.json"
STEPS, MOST = 40, 5_000
KINDS = ("boulware", "linear", "conceder", "tit-for-tat", "random walker", "trade-off")


def icann() -> Domain:
    """Return the domain of the example, with its central points."""
    name = "negotiations/accountability-2015.toml"
    model = read(name, (ROOT / "examples/iana-transition-2014" / name).read_bytes()).model
    return domain_of(model, valued(model)[0])


def given() -> list[Domain]:
    """Return the given domains that are small enough; none where they are not there."""
    if not GIVEN.is_file():
        return []
    found = []
    for one in json.loads(GIVEN.read_text("utf-8"))["domains"]:
        scores = [[party["scores"][issue] for party in one["parties"]] for issue in range(len(one["issues"]))]
        domain = Domain(scores=scores, reservation=[party["reservation"] for party in one["parties"]])
        if domain.packages <= MOST:
            found.append(domain)
    return found


def played(kind: str, tables: Iterable[Table]) -> tuple[float, float]:
    """Return the mean distance of the deals to the frontier, nan where there is none, and the share of talks that agreed."""
    assert kind in DELEGATES
    ends = [alternating_offers(table, [kind] * table.domain.parties, steps=STEPS) for table in tables]
    deals = [end.distance for end in ends if end.package is not None]
    return (float(np.mean(deals)) if deals else float("nan")), len(deals) / len(ends)


def row(kind: str, sets: Sequence[tuple[str, Sequence[Table]]]) -> str:
    """Return what one kind reached on each set."""
    begun = time.perf_counter()
    ends = [played(kind, tables) for _, tables in sets]
    took = time.perf_counter() - begun
    return f"  {kind:<14}" + "".join(f"{away:>10.3f} / {agreed:4.2f}" for away, agreed in ends) + f"   {took:6.2f} s"


def main() -> None:
    """Print mean distance / share agreed, by kind and set."""
    print(f"\nself-play, {STEPS} steps: mean distance of deals to the frontier / share of talks that agreed")
    domains = given()
    few, many = ([one for one in domains if (one.parties == 2) == two] for two in (True, False))
    sets = [
        (name, [table_of(one) for one in some])
        for name, some in (("ICANN", [icann()]), (f"{len(few)} two-party", few), (f"{len(many)} with more", many))
        if some
    ]
    print(f"  {'':<14}" + "".join(f"{name:>17}" for name, _ in sets))
    for kind in KINDS:
        print(row(kind, sets))


if __name__ == "__main__":
    main()
