"""How long a note and its annex take as a dossier grows: an invented assembly votes on a text.

Each member has voted on it in earlier years, holds a position and is reached by others; a tenth was spoken to.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from benchmarks import growth

SIZES = (500, 1000, 2000, 5000)
YEARS = 16
"""Earlier votes on the text."""
LIMIT_SECONDS, LIMIT_GB = 120.0, 4.0
_HEAD = """id = "assembly"
format = 2
title_en = "An assembly votes on its text"
title_fr = "Une assemblée vote sur son texte"
as_of = "2020-12-01"
marking = "TLP:CLEAR"

[parameters]
us = "a0000"
rollcall = "ahead"
goal = "adopt"

[brief]
note = "vote"
to_en = "the Minister"
to_fr = "la ministre"
decision_en = "Approve the calls."
decision_fr = "Approuver les appels."
recommendation_en = "Call those who are open."
recommendation_fr = "Appeler ceux qui sont ouverts."
"""
_BODY = """[[body]]
id = "assembly"
name_en = "Assembly"
name_fr = "Assemblée"
members = "members"

[[body.rule]]
of = "present_and_voting"
share = "1/2"
strict = true
"""
_WORDS = np.array(["yes", "abstain", "no", "absent"])


def _sheet(head: str, rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(head.split(","))
    write.writerows(rows)
    return out.getvalue().encode()


def assembly(count: int, named: Callable[[int], str] = "State {}".format, *, years: int = YEARS, seed: int = 0) -> dict[str, bytes]:
    """Return the parts of a dossier on a vote of so many members.

    Parameters
    ----------
    count : int
        Members.
    named : callable
        The name of each by its number.
    years : int
        Earlier votes on the text.
    """
    rng = np.random.default_rng(seed)
    ids = [f"a{at:04d}" for at in range(count)]
    lean = rng.normal(0.4, 1.2, count)
    cast = lean[:, None] + rng.normal(0, 0.4, (count, years)) + rng.normal(0, 0.2, years)
    codes = np.where(rng.random((count, years)) < 0.08, 3, np.where(cast > 0.5, 0, np.where(cast > -0.5, 1, 2)))
    held, on = [f"v{year:02d}" for year in range(years)], ("assembly", "text", "The text", "Le texte")
    rollcalls = [(one, f"R/{2004 + year}", f"{2004 + year}-12-10", "", *on) for year, one in enumerate(held)]
    rollcalls.append(("ahead", "L.1", "2020-12-10", "2020-11-01", *on))
    votes = ((one, held[year], _WORDS[code]) for one, row in zip(ids, codes, strict=True) for year, code in enumerate(row))
    places = np.round(50 + 20 * np.tanh(lean)).astype(int)
    positions = ((f"p{at}", one, "text", places[at], "2019-12-11", "record", "moderate") for at, one in enumerate(ids))
    groups = (pair for at, one in enumerate(ids) for pair in (("members", one), (f"region {at % 9}", one)))
    near = rng.integers(0, count, (count, 2)).tolist()
    relations = ((ids[other], one, "reaches") for at, one in enumerate(ids) for other in dict.fromkeys(near[at]) if other != at)
    met = sorted(rng.choice(count, count // 10, replace=False).tolist())
    talks = ((f"e{at}", ids[at], "2020-11-20", "meeting", "text", "ahead", "We are still thinking.") for at in met)
    return {
        "dossier.toml": _HEAD.encode(),
        "bodies.toml": _BODY.encode(),
        "actors.csv": _sheet("id,name_en,kind", ((one, named(at), "state") for at, one in enumerate(ids))),
        "groups.csv": _sheet("group,actor", groups),
        "issues.csv": _sheet("id,question_en,question_fr,low,high", [("text", "The text?", "Le texte ?", "0", "100")]),
        "rollcalls.csv": _sheet("id,symbol,date,known_on,body,issue,title_en,title_fr", rollcalls),
        "votes.csv": _sheet("actor,rollcall,vote", votes),
        "evidence.csv": _sheet("id,kind,title_en,date", [("record", "resolution", "Records of the votes", "2019-12-11")]),
        "positions.csv": _sheet("id,actor,issue,value,held_from,evidence,confidence", positions),
        "relations.csv": _sheet("source,target,kind", relations),
        "engagements.csv": _sheet("id,actor,date,channel,issue,rollcall,words_en", talks),
    }


def written(folder: Path, parts: dict[str, bytes]) -> Path:
    """Write the parts of a dossier into a folder."""
    folder.mkdir(parents=True)
    for name, data in parts.items():
        (folder / name).write_bytes(data)
    return folder


_RUN = """
import resource, sys, time
from legation.cli import main
start = time.perf_counter()
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(code, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6)
"""


def measured(count: int) -> tuple[float, float, float]:
    """Return what a note and its annex of so many members take in a new process: time and processor time [s], memory [GB]."""
    with tempfile.TemporaryDirectory() as name:
        dossier, out = written(Path(name) / "assembly", assembly(count)), str(Path(name) / "out")
        words = [sys.executable, "-c", _RUN, "note", str(dossier), "--lang", "en", "--out", out]
        done = subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE)
        code, took, used, memory = map(float, done.stdout.splitlines()[-1].split())
        if code:
            raise RuntimeError(f"a note of {count} members ended with {code:.0f}")
    return took, used, memory


def main() -> None:
    """Print time and memory of a note and its annex by the number of members, and draw the growth."""
    print("\nA note and its annex, PDF, DOCX and HTML, in one language, on a vote of so many members")
    print(f"  {'members':>9}{'wall [s]':>11}{'processor [s]':>15}{'memory [GB]':>13}   (limit {LIMIT_SECONDS:.0f} s, {LIMIT_GB:.0f} GB)")
    points = []
    for count in SIZES:
        took, used, memory = measured(count)
        print(f"  {count:9}{took:11.1f}{used:15.1f}{memory:13.2f}", flush=True)
        points.append(("wall", float(count), took, took <= LIMIT_SECONDS and memory <= LIMIT_GB))
        points.append(("processor", float(count), used, True))
    growth.plotted("notes", "A note and its annex by the members of a vote", "members", points)


if __name__ == "__main__":
    main()
