"""What a person waits for: help, one answer, the brief in both languages; and how much longer the first answer of a process takes.

A question that computes with compiled kernels loads them from files in a new process: what that adds is the first answer less the second in
one process, in seconds of the processor. "Compiling" is the same where nothing was kept yet: the first use on a machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
FLAGSHIP = str(EXAMPLES / "un-ict-2018")
KERNELS = (
    ("un-ict-2018", "where-could-it-settle"),
    ("un-ict-2018", "what-did-they-say-before"),
    ("iana-transition-2014", "which-plan-survives"),
    ("iana-transition-2014", "which-trade"),
    ("notpetya-2017", "what-is-said"),
    ("death-penalty-moratorium", "where-they-stand-over-time"),
)
"""A question of each family of kernels."""
TWICE = """
import datetime, sys, time
import legation
dossier = legation.load(sys.argv[1])
for _ in range(2):
    start = time.process_time()
    dossier.ask(sys.argv[2], today=datetime.date(2026, 1, 1))
    print(time.process_time() - start)
"""


def seconds(*words: str, repeat: int = 3) -> float:
    """Return the median wall time of the command, started anew each time [s]."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "legation", *words], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def first_and_second(example: str, question: str, cache: str) -> tuple[float, float]:
    """Return the time of the processor that an answer takes in a new process, and again in the same [s]."""
    words = [sys.executable, "-c", TWICE, str(EXAMPLES / example), question]
    done = subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE, env=os.environ | {"NUMBA_CACHE_DIR": cache})
    first, second = map(float, done.stdout.split())
    return first, second


def kernels() -> None:
    """Print what compiled kernels add to the first answer of a process."""
    print("\nAn answer in a new process, less the same answer again [s of the processor]   (limit 0.50)")
    print(f"  {'':28}{'again':>8}{'new':>8}{'added':>8}{'compiling':>11}")
    with tempfile.TemporaryDirectory() as cache:
        for example, question in KERNELS:
            compiling = first_and_second(example, question, cache)
            new = [first_and_second(example, question, cache) for _ in range(3)]
            first, second = (statistics.median(times) for times in zip(*new, strict=True))
            print(f"  {question:28}{second:8.2f}{first:8.2f}{first - second:8.2f}{compiling[0] - compiling[1]:11.2f}", flush=True)


def main() -> None:
    """Print the times beside their limits."""
    print("\nWhat a person waits for [s]")
    print(f"  legation --help                              {seconds('--help', repeat=5):6.2f}   (limit 0.40)")
    print(f"  legation ask who-can-move (flagship)         {seconds('ask', 'who-can-move', FLAGSHIP, '--json'):6.2f}")
    with tempfile.TemporaryDirectory() as out:
        words = ("brief", FLAGSHIP, "--lang", "en", "--lang", "fr", "--out", out, "--formats", "html,pdf,docx")
        print(f"  brief, both languages, HTML + PDF + DOCX     {seconds(*words, repeat=2):6.2f}   (limit 15)")
    kernels()


if __name__ == "__main__":
    main()
