"""``make mutate``, its second half: every change that no test noticed stands in ``survivors.toml`` with the reason why it changes nothing.

Prints what does not, and what stands there in vain, and returns 1; 0 where all is well. Changes that the run did not reach are counted.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

DECLARED = Path(__file__).with_name("survivors.toml")
UNNOTICED = ("survived", "no tests", "suspicious")


def place_of(name: str) -> str:
    """Return the function of a change, as its module calls it.

    >>> place_of("legation.dossier.when.xǁWhenǁby__mutmut_2"), place_of("legation.dossier.when.x_as_date__mutmut_1")
    ('legation.dossier.when.When.by', 'legation.dossier.when.as_date')
    """
    module, _, function = name.rpartition("__mutmut_")[0].rpartition(".")
    parts = function.split("ǁ")[1:] if "ǁ" in function else [function.removeprefix("x_")]
    return ".".join([module, *parts])


def line_of(difference: str) -> str:
    """Return the lines that a change writes, in one.

    >>> line_of("--- a\\n+++ b\\n-    return x < y\\n+    return x <= y\\n")
    'return x <= y'
    """
    return " ".join(line[1:].strip() for line in difference.splitlines() if line.startswith("+") and not line.startswith("+++"))


def results() -> tuple[Counter[str], set[tuple[str, str]], set[str]]:
    """Return how many changes ended in which way, those that no test noticed, and the functions whose changes were tried."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code
    from mutmut.utils.file_utils import walk_mutatable_files

    ways: Counter[str] = Counter()
    unnoticed: set[tuple[str, str]] = set()
    tried: set[str] = set()
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            way = status_by_exit_code[code]
            ways[way] += 1
            if code is not None:
                tried.add(place_of(name))
            if way in UNNOTICED:
                unnoticed.add((place_of(name), line_of(get_diff_for_mutant(name, path=path))))
    return ways, unnoticed, tried


def main() -> int:
    declared = {(one["where"], one["change"]) for one in tomllib.loads(DECLARED.read_text("utf-8")).get("survivor", ())}
    ways, unnoticed, tried = results()
    vain = {one for one in declared - unnoticed if one[0] in tried}

    sys.stdout.write(", ".join(f"{count} {way}" for way, count in ways.most_common()) + "\n")
    for where, change in sorted(unnoticed - declared):
        sys.stdout.write(f"no test notices, in {where}: {change}\n  write a test that does, or say in {DECLARED} why it changes nothing\n")
    for where, change in sorted(vain):
        sys.stdout.write(f"noticed, and in {DECLARED} in vain, in {where}: {change}\n")
    return int(bool(vain or unnoticed - declared))


if __name__ == "__main__":
    sys.exit(main())
