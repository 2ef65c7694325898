"""Power indices beside the peers that compute them, in one run: who is right, and how long it takes."""

from __future__ import annotations

import contextlib
import io
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from legation.methods.power import all_of, any_of, at_least, banzhaf, quota, shapley_shubik
from legation.methods.rule import Rule
from legation.methods.rule.game import game_of

__all__ = ["main"]

PATIENCE = 20.0
"""A peer that would need longer is not waited for [s]; measured on smaller bodies of the same kind."""
EU_28 = [493559, 613894, 875898, 1324820, 1919968, 2080908, 2794184, 4076246, 4904226, 5450421, 5517919, 5806081, 7000039, 8858775]
EU_28 += [9772756, 10230185, 10276617, 10649800, 10722287, 11467923, 17282163, 19401658, 37972812, 46934632, 60359546, 66647112, 67028048]
EU_28 += [83019214]


def fund(total: int, members: int = 190) -> list[int]:
    """Return votes as uneven as those of a fund of 190 members: the largest about 16 %, most of them small."""
    drawn = np.sort(np.random.default_rng(1).pareto(1.1, members))[::-1]
    drawn = np.minimum(drawn, drawn.sum() * 0.165)
    return np.maximum(1, np.round(drawn / drawn.sum() * total)).astype(int).tolist()


def seconds(call: Callable[[], Any], *, most: float = 2.0) -> tuple[float, Any]:
    """Return the median time of a call, repeated for at most so many seconds, and what it gave."""
    times: list[float] = []
    while not times or (sum(times) < most and len(times) < 5):
        begun = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), found


def anew(index: Callable[[Rule], Any], rule: Rule) -> Any:
    """Compute an index with nothing kept from the time before."""
    game_of.cache_clear()
    return index(rule)


def one_quota(name: str, weights: Sequence[int], needed: int, peers: dict[str, tuple[bool, bool]]) -> None:
    """Print both indices of a body with one quota, ours and the peers': which of them are waited for stands in ``peers``."""
    from power_bdd.bdd import BDD, WeightedGame
    from powerindex.powerindex import Game
    from powerindices import compute_pbi, compute_ssi

    rule = quota({f"m{number}": weight for number, weight in enumerate(weights)}, needed)
    print(f"  {name}")
    ours = (seconds(lambda: anew(banzhaf, rule)), seconds(lambda: anew(shapley_shubik, rule)))
    right = (list(ours[0][1].normalised.values()), list(ours[1][1].value.values()))
    line("    ours", ours[0][0], ours[1][0], f"{ours[0][1].method}; {ours[1][1].method}")
    calls: dict[str, tuple[Callable[[], list[float]], Callable[[], list[float]]]] = {
        "power_bdd": (
            lambda: BDD(WeightedGame(needed, list(weights))).calc_banzhaf(),
            lambda: BDD(WeightedGame(needed, list(weights))).calc_shapley(),
        ),
        "powerindices": (lambda: compute_pbi(needed, list(weights)), lambda: compute_ssi(needed, list(weights))),
        "powerindex": (lambda: _banzhaf(Game(needed, list(weights))), lambda: _shapley(Game(needed, list(weights)))),
    }
    for peer, (first, second) in peers.items():
        times = []
        wrong = []
        for asked, call, wanted, index in zip((first, second), calls[peer], right, ("Banzhaf", "Shapley-Shubik"), strict=True):
            if not asked:
                times.append(float("nan"))
                continue
            try:
                took, values = seconds(call, most=1.0)
            except (OverflowError, ZeroDivisionError, ValueError, RecursionError) as error:
                times.append(float("nan"))
                wrong.append(f"{index}: {type(error).__name__}")
                continue
            times.append(took)
            if not _same(values, wanted):
                wrong.append(f"{index} wrong")
        line(f"    {peer}", times[0], times[1], "; ".join(wrong) or "right")


def line(name: str, first: float, second: float, said: str) -> None:
    """Print one line: two times and what is to be said of them."""
    shown = ["       not waited for" if value != value else f"{1000 * value:12.1f} ms" for value in (first, second)]
    print(f"{name:18}{shown[0]:>22}{shown[1]:>22}  {said}")


def several_criteria() -> None:
    """Print the Council of 28, whose rule has three criteria, ours and that of the one peer that has such rules."""
    from power_bdd.bdd import BDD, WeightedGame

    people = {f"m{number}": count for number, count in enumerate(EU_28)}
    rule = any_of(all_of(at_least(16, people), quota(people, 333_763_100)), at_least(25, people))
    ours = (seconds(lambda: anew(banzhaf, rule)), seconds(lambda: anew(shapley_shubik, rule)))
    print("  Council of the European Union, 28 members, three criteria")
    line("    ours", ours[0][0], ours[1][0], f"{ours[0][1].method}")
    heaviest = sorted(EU_28, reverse=True)

    def council() -> Any:
        states, population = BDD(WeightedGame(16, [1] * 28)), BDD(WeightedGame(333_763_100, list(heaviest)))
        return states & population | BDD(WeightedGame(25, [1] * 28))

    theirs = (seconds(lambda: council().calc_banzhaf()), seconds(lambda: council().calc_shapley()))
    same = [
        _same(list(reversed(found)), list(wanted))
        for (_, found), wanted in zip(theirs, (ours[0][1].normalised.values(), ours[1][1].value.values()), strict=True)
    ]
    line("    power_bdd", theirs[0][0], theirs[1][0], "right" if all(same) else f"compared: {same}")


def _banzhaf(game: Any) -> list[float]:
    game.calc_banzhaf()
    return list(game.banzhaf)


def _shapley(game: Any) -> list[float]:
    game.calc_shapley_shubik()
    return list(game.shapley_shubik)


def _same(found: Sequence[float], wanted: Sequence[float]) -> bool:
    """Whether two vectors are the same up to a factor: peers give absolute or normalised values."""
    values, right = np.array(found, float), np.array(wanted, float)
    return bool(np.isfinite(values).all() and values.sum() > 0 and np.allclose(values / values.sum(), right / right.sum(), atol=1e-6))


def sample() -> None:
    """Print what the Security Council's figures are, by us and by three peers."""
    one_quota("Security Council", [7] * 5 + [1] * 10, 39, dict.fromkeys(("power_bdd", "powerindices", "powerindex"), (True, True)))


def main() -> None:
    """Print the figures beside their limits."""
    print("\nPower indices: Banzhaf, Shapley-Shubik   (limits: 190 members with 50,000 votes .3 s and 20 s; with 5 million 3 s and 20 s)")
    both = dict.fromkeys(("power_bdd", "powerindices", "powerindex"), (True, True))
    one_quota("Security Council", [7] * 5 + [1] * 10, 39, both)
    several_criteria()
    votes = fund(50_000)
    one_quota("190 members, 50,000 votes", votes, sum(votes) // 2 + 1, {"powerindices": (True, False), "powerindex": (True, False)})
    votes = fund(5_000_000)
    one_quota("190 members, 5 million votes", votes, sum(votes) // 2 + 1, {})
    votes = np.random.default_rng(5).integers(1, 100, 1000).tolist()
    one_quota("1,000 members", votes, sum(votes) // 2 + 1, {})


if __name__ == "__main__":
    main()
