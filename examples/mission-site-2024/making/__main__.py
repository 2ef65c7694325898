"""Write the observations of this example anew: ``python examples/mission-site-2024/making [FOLDER]``. The same bytes come out each time."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from coded import events
from said import texts
from site_log import lines

SEED = 2024


def files() -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all files; those that end in ``.gz`` are packed."""
    yield "access.log.gz", _packed("".join(f"{line}\n" for line in lines(SEED)).encode())
    for name, data in events(SEED):
        yield f"{name}.gz", _packed(data)
    yield from texts(SEED)


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "observations"
    for name, data in files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
