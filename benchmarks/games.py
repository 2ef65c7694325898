"""Games of the library played by simulated players alone: sessions replay to one state and hash, and how good their deals are.

python -m benchmarks games                          # each game of the library, 1,000 sessions
python benchmarks/games.py sessions 100 icann       # so many of those whose name has this in it
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import legation
from legation.dossier import decode
from legation.dossier.models.game import GameModel
from legation.methods.negotiation import Domain, standing
from legation.questions import Case
from legation.questions.deals.negotiation.inputs import Talks
from legation.questions.games.opening import find_game, rehearsal
from legation.rooms import canonical, leaves, read_log, replay, seen_by, verify, write_log
from legation.rooms.negotiation.self_play import play_through

__all__ = ["main", "sessions"]

PACKS = Path(legation.__file__).parent / "packs"
SESSIONS = 1_000
LIMIT = 60.0
"""Seconds in which the sessions of a game are to be replayed, at most."""
STYLES = ("hard", "even", "conciliatory")


def library() -> Iterator[str]:
    """Yield the packs that hold a game."""
    yield from sorted(path.name for path in PACKS.iterdir() if path.name.startswith("library-") and (path / "games").is_dir())


@lru_cache(maxsize=8)
def _game(pack: str) -> tuple[GameModel, Talks]:
    return find_game(_case(pack))


def _case(pack: str) -> Case:
    import datetime as dt

    root = PACKS / pack
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name != "pack.toml"}
    return Case(dossier=decode(files), today=dt.date(2026, 12, 1))


def _seen(state: Any) -> bytes:
    return hashlib.sha256(canonical([[seat, seen_by(state, seat)] for seat in (None, *state.seats)] + [leaves(state)])).digest()


def played(given: tuple[str, int]) -> tuple[str, float, float, float | None, int]:
    """Play one session: hash of its end, seconds of playing and of replaying, distance of the deal from the frontier, entries."""
    pack, seed = given
    data = rehearsal(*_game(pack), seed=seed)
    styles = {side["id"]: STYLES[(seed + place) % 3] for place, side in enumerate(data["sides"])}
    begun = time.perf_counter()
    entries, state = play_through(data, styles)
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    again = replay("negotiation", entries)
    replayed = time.perf_counter() - begun
    lines = read_log(write_log(entries))
    assert verify(lines) is None
    assert state == again == replay("negotiation", lines)
    distance = None
    if state.deal:
        sides = [side["id"] for side in data["sides"]]
        domain = Domain(scores=[[data["scores"][side][issue] for side in sides] for issue in range(len(data["issues"]))])
        distance = standing(domain, state.offers[state.deal].package).distance
    return again.hash + _seen(again).hex(), made, replayed, distance, len(entries)


def sessions(count: int = SESSIONS, name: str = "") -> None:
    """Play sessions of the games of the library with all styles mixed, and replay each from its log and from its lines."""
    for pack in library():
        if name not in pack:
            continue
        game, _ = _game(pack)
        begun = time.perf_counter()
        with ProcessPoolExecutor(2) as pool:
            found = list(pool.map(played, [(pack, seed) for seed in range(count)], chunksize=10))
        whole = hashlib.sha256("".join(one[0] for one in found).encode()).hexdigest()
        deals = [one[3] for one in found if one[3] is not None]
        replaying = sum(one[2] for one in found)
        print(
            f"{pack}, {len(game.sides)} sides: {count} sessions, {sum(one[4] for one in found)} entries; each replayed to one state "
            f"in {replaying:.1f} s together (limit {LIMIT:.0f} s); played in {sum(one[1] for one in found):.0f} s, all in "
            f"{time.perf_counter() - begun:.0f} s; {len(deals) / count:.1%} agreed, mean distance "
            f"{sum(deals) / max(len(deals), 1):.3f}; {whole[:16]}",
            flush=True,
        )


def main() -> None:
    """Measure."""
    sessions()


def _called(given: Sequence[str]) -> None:
    if given[:1] == ["sessions"]:
        sessions(int(given[1]) if len(given) > 1 else SESSIONS, given[2] if len(given) > 2 else "")
    else:
        main()


if __name__ == "__main__":
    _called(sys.argv[1:])
