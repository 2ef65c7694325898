"""``make mutate``, its second half: every change that no test noticed stands in ``survivors.toml`` with the reason why it changes nothing.

Prints what does not, and what stands there in vain, and returns 1; 0 where all is well. Changes that the run did not reach are counted.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

DECLARED = Path(__file__).with_name("survivors.toml")
UNNOTICED = ("survived", "no tests", "suspicious")
_LINE = re.compile(r"^\s+(?P<name>\S+__mutmut_\d+): (?P<status>.+)$", re.MULTILINE)


def mutmut(*words: str) -> str:
    return subprocess.run([sys.executable, "-m", "mutmut", *words], capture_output=True, text=True, check=True).stdout


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


def main() -> int:
    declared = {(one["where"], one["change"]) for one in tomllib.loads(DECLARED.read_text("utf-8")).get("survivor", ())}
    found = {one["name"]: one["status"].strip() for one in _LINE.finditer(mutmut("results", "--all", "true"))}
    unnoticed = {(place_of(name), line_of(mutmut("show", name))) for name, status in found.items() if status in UNNOTICED}
    reached = {place_of(name) for name, status in found.items() if status != "not checked"}
    vain = {one for one in declared - unnoticed if one[0] in reached}

    sys.stdout.write(", ".join(f"{count} {status}" for status, count in Counter(found.values()).most_common()) + "\n")
    for where, change in sorted(unnoticed - declared):
        sys.stdout.write(f"no test notices, in {where}: {change}\n  write a test that does, or say in {DECLARED} why it changes nothing\n")
    for where, change in sorted(vain):
        sys.stdout.write(f"noticed, and in {DECLARED} in vain, in {where}: {change}\n")
    return int(bool(vain or unnoticed - declared))


if __name__ == "__main__":
    sys.exit(main())
