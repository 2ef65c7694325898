"""What a person waits for: help, one answer, the brief in both languages."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLAGSHIP = str(Path(__file__).parents[1] / "examples/un-ict-2018")


def seconds(*words: str, repeat: int = 3) -> float:
    """Return the median wall time of the command, started anew each time [s]."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "legation", *words], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the times beside their limits."""
    print("\nWhat a person waits for [s]")
    print(f"  legation --help                              {seconds('--help', repeat=5):6.2f}   (limit 0.40)")
    print(f"  legation ask who-can-move (flagship)         {seconds('ask', 'who-can-move', FLAGSHIP, '--json'):6.2f}")
    with tempfile.TemporaryDirectory() as out:
        words = ("brief", FLAGSHIP, "--lang", "en", "--lang", "fr", "--out", out, "--formats", "html,pdf,docx")
        print(f"  brief, both languages, HTML + PDF + DOCX     {seconds(*words, repeat=2):6.2f}   (limit 15)")


if __name__ == "__main__":
    main()
