"""The whole record of the General Assembly, sessions 1-72: read it, and answer an agreement query."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks import unga

QUERY = """
import time
start = time.perf_counter()
from legation.sources import read_unvotes
from legation.methods.voting import agreement
import numpy as np
reading = read_unvotes({votes!r}, {rollcalls!r})
votes = reading.tables["votes"]
session = [r.id for r in reading.tables["rollcalls"] if r.session == 72]
table = votes.matrix(votes.actors, session)
found = agreement(np.where(table <= 3, table, 0))
us, france = votes.actors.index("USA"), votes.actors.index("FRA")
print(len(votes), round(float(found.score[us, france]), 4), int(found.common[us, france]), time.perf_counter() - start)
"""


def main() -> None:
    """Print the time from a new process to the answer, and the all-pairs agreement of every session."""
    if not unga.is_there():
        print("\nWhole record: skipped, the developer data beside the repository are not on this machine")
        return
    program = QUERY.format(votes=str(unga.UNGA / "un_votes_s1_72.parquet"), rollcalls=str(unga.UNGA / "un_roll_calls_s1_72.parquet"))
    runs = [subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split() for _ in range(3)]
    print("\nWhole record, new process: read 837,000 votes and answer an agreement query")
    print(f"  {runs[0][0]} votes; United States and France in session 72: {runs[0][1]} over {runs[0][2]} common votes")
    print(f"  {statistics.median(float(run[3]) for run in runs):.2f} s   (limit 2 s)")


if __name__ == "__main__":
    main()
