"""A drawing written as SVG, and the same one by the general converter: time of the processor, bytes, and how both grow with the members."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from legation.figures import paint
from legation.figures.figure import Figure, Named
from legation.figures.kit.seats import Seat, seats
from legation.language import Message

SIZES = (27, 193, 1336)
VOTES = ("yes", "yes", "no", "abstain", "absent")


def body(members: int) -> Figure:
    """Return the seats of a body of so many members in five groups."""
    said = Message("language.yes")
    voted = [Seat(Named(f"A{i}", f"Member {i}"), f"Group {i % 5}", VOTES[i % len(VOTES)]) for i in range(members)]
    return seats(voted, title=said, subtitle=said, alt=said)


def median(draw: Callable[[], str], repeat: int = 5) -> tuple[float, int]:
    """Return the median time of the processor of a drawing [s], and its bytes."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        drawn = draw()
        times.append(time.process_time() - start)
    return statistics.median(times), len(drawn.encode())


def main() -> None:
    """Print both, with their ratio."""
    import vl_convert

    print("Seats as SVG, ours beside vl-convert (median of five, one process)")
    for members in SIZES:
        spec = body(members).specification("en")
        vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])  # starts it
        ours, own = median(lambda spec=spec: paint.painted(spec, "en"))
        theirs, other = median(lambda spec=spec: vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
        print(
            f"  {members:5} members: {1000 * ours:6.1f} ms, {own / 1000:5.0f} kB; {1000 * theirs:6.1f} ms, {other / 1000:5.0f} kB;"
            f" {theirs / ours:.0f} times"
        )


if __name__ == "__main__":
    main()
