"""``make bench``: every figure beside its baseline, measured in this run.

python -m benchmarks                 # all parts, then what was found on published data (benchmarks/record)
python -m benchmarks power record    # these parts alone
python -m benchmarks --sample        # what make test runs of them: some seconds, no data, no figure written
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PARTS = (
    "start_up",
    "opening",
    "finding",
    "notes",
    "files_run",
    "figures",
    "whole_record",
    "large_questions",
    "votes",
    "ideal_points",
    "paths",
    "power",
    "bargaining",
    "scenario",
    "conflict",
    "drafting",
    "negotiation",
    "self_play",
    "games",
    "library",
    "opinion_prediction",
    "opinion",
    "copies",
    "diplomacy",
    "blame",
    "named_persons",
    "stix",
    "attribution",
    "signing",
    "events",
    "events_spark",
    "gdelt",
    "consular_matching",
    "consular_waves",
    "lake",
    "cluster",
    "monitors",
    "scaling",
    "uptake",
    "site_servers",
    "site_load",
    "rooms_load",
    "daily_round",
    "non_interference",
    "site_rows",
    "site_votes",
    "site_pages",
    "large_dossiers",
    "large_served",
    "filled",
    "access_log",
    "consular_front",
    "visits",
    "consular_keys",
    "consular_unlock",
    "consular_sending",
    "consular_replies",
    "consular_first_stop",
    "consular_area",
    "record",
)
"""Modules of this package that measure, in the order of a whole run; ``record`` is the folder of tests on published data."""
SAMPLE = ("files_run", "power", "bargaining")
"""Parts with a ``sample``: a figure of theirs that takes a second."""


def record() -> int:
    """Repeat on the published data what was found on them; how pytest ended."""
    import pytest

    print("\nOn published data (../shared): what was found on them is found again", flush=True)
    return int(pytest.main(["-q", "-rs", "-p", "no:cacheprovider", str(Path(__file__).parent / "record")]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run parts, all where none is named; 1 where the record gives something else than before."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what must be fast or accurate.")
    reader.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    reader.add_argument("--sample", action="store_true", help="a sample of some seconds, which writes nothing")
    asked = reader.parse_args(arguments)
    if asked.sample:
        for name in SAMPLE:
            importlib.import_module(f"benchmarks.{name}").sample()
        return 0
    code = 0
    for name in asked.parts or PARTS:
        code = max(code, record()) if name == "record" else code
        if name != "record":
            importlib.import_module(f"benchmarks.{name}").main()
    return min(code, 1)


if __name__ == "__main__":
    sys.exit(main())
