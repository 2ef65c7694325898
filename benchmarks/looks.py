"""How often the test part of each judgement was looked at: ``looks.toml``, kept with the benchmark."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomli_w

__all__ = ["LOOKS", "looked", "looks"]

LOOKS = Path(__file__).with_name("looks.toml")
HEAD = """\
# How often the test part of each judgement was looked at. Each run of python -m benchmarks.judgements that measures one on a test part adds
# one; whoever looks in another way adds it by hand. known: these are all looks; false: looks before counting began are not known.

"""


def looks(identifier: str, path: Path = LOOKS) -> tuple[int, bool]:
    """Return how many looks are on record, and whether these are all."""
    one = _read(path).get(identifier, {"looks": 0, "known": True})
    return int(one["looks"]), bool(one["known"])


def looked(identifier: str, path: Path = LOOKS) -> tuple[int, bool]:
    """Put one more look on record, and return the same."""
    there = _read(path)
    one = there.setdefault(identifier, {"looks": 0, "known": True})
    one["looks"] = int(one["looks"]) + 1
    path.write_text(HEAD + tomli_w.dumps(dict(sorted(there.items()))), "utf-8")
    return int(one["looks"]), bool(one["known"])


def _read(path: Path) -> dict[str, dict[str, int | bool]]:
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
