"""A STIX bundle of 25,000 objects of every type read and written, beside the parser of stix2 on the same bytes.

Each reads in a process of its own.

PYTHONPATH=src python -m benchmarks.stix
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.stix_bundle import OWN, bundle

__all__ = ["main"]

COUNT = 25_000


def ours(path: str) -> tuple[float, float, str]:
    """Return seconds, memory above the start [MB], and what was found, for our reader."""
    from legation.sources import stix

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    register = stix.read(path)
    took = time.perf_counter() - begun
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    written = time.perf_counter()
    data = stix.encode(register)
    again = stix.decode(data, "again.json")
    same = json.loads(data) == json.loads(Path(path).read_bytes()) and again == register and stix.encode(again) == data
    cleared = time.perf_counter()
    left = len(register.cleared("TLP:CLEAR").objects)
    now = time.perf_counter()
    told = f"{len(register.objects):,} objects, {len(register.unplaced)} not placed; round trip {'equal' if same else 'NOT EQUAL'}"
    return (
        took,
        memory,
        f"{told}; written, read and compared in {cleared - written:.2f} s; cleared to {left} objects in {now - cleared:.2f} s",
    )


def theirs(path: str) -> tuple[float, float, str]:
    """Return the same for stix2."""
    import warnings

    warnings.simplefilter("ignore")
    import stix2

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    found = stix2.parse(Path(path).read_text("utf-8"), allow_custom=True)
    took = time.perf_counter() - begun
    return took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, f"{len(found.objects):,} objects"


def hostile() -> None:
    """Print how long bundles take that were made to do harm, and what is said of them."""
    from legation.errors import LegationError
    from legation.sources import stix

    deep, many = 2_000_000, 1_000_000
    cases = {
        "two million lists in one another": b"[" * deep,
        "a million empty objects": b'{"type":"bundle","objects":[' + b"{}," * (many - 1) + b"{}]}",
        "150,000 objects with one id": b'{"type":"bundle","objects":['
        + b",".join([b'{"type":"tool","id":"tool--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"}'] * 150_000)
        + b"]}",
        "a text of 90 million characters": b'{"type":"bundle","x":"' + b"a" * 90_000_000 + b'"}',
    }
    for what, data in cases.items():
        begun = time.perf_counter()
        try:
            told = f"{len(stix.decode(data, 'hostile.json').unplaced)} problems listed"
        except LegationError as error:
            told = str(error)
        print(f"  {what:52}{time.perf_counter() - begun:8.2f} s   {told[:90]}")


def main() -> None:
    """Print the figures."""
    print("\nSTIX: the register of incidents")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.json"
        path.write_text(json.dumps(bundle(COUNT)), "utf-8")
        print(f"  a bundle of {COUNT:,} objects of {len(OWN)} types, {path.stat().st_size / 1024**2:.0f} MB")
        for name, reader in (("legation, with its report", ours), ("stix2, custom properties allowed", theirs)):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                took, memory, told = pool.apply(reader, (str(path),))
            print(f"  {name:52}{took:8.2f} s   {memory:.0f} MB; {told}", flush=True)
    hostile()


if __name__ == "__main__":
    main()
