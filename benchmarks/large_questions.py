"""Every question on dossiers of 100 to 5,000 actors: time, memory, and how both grow.

Each question is asked in a process of its own that has the dossier already, with a limit on its processor time and on its memory. What it
ends with is an answer, a refusal in words (what is missing, or a limit that the question states), or one of the two limits of the process.

python -m benchmarks large_questions                             # every question, every size
python -m benchmarks.large_questions --sizes 1000 --only who-is-in
python -m benchmarks.large_questions --one-issue --only where-it-would-land   # every actor holds a position on the issue asked about
python -m benchmarks.large_questions --before FILE               # beside the measures of an earlier run
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.growth import FOLDER, plotted

__all__ = ["SIZES", "Measure", "exponent", "main", "measured"]

SIZES = (100, 1_000, 5_000)
SECONDS, MEMORY = 120, 4 << 30
"""What one question may take: seconds of processor, and bytes of memory of its own."""
WORST = 10
"""Questions of the table and of the picture."""
DAY = dt.date(2019, 12, 31)


@dataclass(frozen=True, slots=True)
class Measure:
    """How one question ended on one dossier; ``memory`` is what its process took beyond the dossier [bytes]."""

    question: str
    actors: int
    seconds: float
    memory: int
    end: str


def measured(question: str, case: object, actors: int, options: dict[str, str] | None = None) -> Measure:
    """Ask in a process of its own, and say how it ended: ``answer``, ``words``, ``time``, ``memory`` or ``fault``."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _asked(question, case, options or {}, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status, _ = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) == signal.SIGPROF
        return Measure(question, actors, float(SECONDS) if late else math.nan, 0, "time" if late else "fault")
    found = json.loads(said)
    return Measure(question, actors, found["seconds"], found["memory"], found["end"])


def _asked(question: str, case: object, options: dict[str, str], writing: int) -> None:
    """Ask, write how it ended, and end the process."""
    from legation.errors import NotAvailable, WrongUse
    from legation.questions import ask

    begun, before = time.process_time(), _held()
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    resource.setrlimit(resource.RLIMIT_DATA, (_data() + MEMORY,) * 2)
    try:
        ask(question, case, **options)  # type: ignore[arg-type]
        end = "answer"
    except (NotAvailable, WrongUse) as error:
        end = f"words: {error}"
    except MemoryError:
        end = "memory"
    except BaseException:  # noqa: BLE001 - a fault is a result here
        traceback.print_exc()
        end = "fault"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = {"seconds": time.process_time() - begun, "memory": max(0, peak - before), "end": end}
    os.write(writing, json.dumps(found).encode())
    os._exit(0)


def _held() -> int:
    """Return the memory of this process that is in place [bytes]."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _data() -> int:
    """Return what counts against the limit already [bytes]."""
    return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()


def exponent(measures: Iterable[Measure]) -> float:
    """Return by which power of the number of actors a question's time grew between the two largest that were answered; nan without two.

    Examples
    --------
    >>> exponent([Measure("q", 100, 1.0, 0, "answer"), Measure("q", 1000, 100.0, 0, "answer")])
    2.0
    """
    done = [one for one in sorted(measures, key=lambda one: one.actors) if one.end == "answer" and one.seconds > 0]
    if len(done) < 2:
        return math.nan
    small, large = done[-2:]
    return math.log(large.seconds / small.seconds) / math.log(large.actors / small.actors)


def _cases(sizes: Sequence[int], *, one_issue: bool) -> Iterator[tuple[int, object]]:
    """Yield a case of each size, read from a folder as a person's is."""
    from benchmarks.large_dossiers import write

    from legation.dossier import load
    from legation.questions import Case

    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), size, one_issue=one_issue)
            yield size, Case(dossier=load(folder), today=DAY)


def _kept(path: Path) -> list[Measure]:
    """Return the measures of an earlier run."""
    return [Measure(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _keep(found: Sequence[Measure]) -> None:
    """Write the measures so far, so that a run that is cut off leaves what it has."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "large_questions.json").write_text(json.dumps([asdict(one) for one in found], indent=1), "utf-8")


def _worst(found: Sequence[Measure], largest: int) -> list[Measure]:
    """Return the measures on the largest dossier that took longest; a fault has no time, and stands first."""
    return sorted((m for m in found if m.actors == largest), key=lambda m: -(m.seconds if m.seconds == m.seconds else math.inf))[:WORST]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print and draw the worst, and write all to ``build/bench``."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.large_questions", description=str(__doc__).splitlines()[0])
    reader.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    reader.add_argument("--only", nargs="*", default=())
    reader.add_argument("--one-issue", action="store_true", help="every actor holds a position on the first issue")
    reader.add_argument("--before", type=Path, help="the measures of an earlier run, to stand beside")
    asked = reader.parse_args([] if arguments is None else arguments)
    import legation.web  # noqa: F401 - as the site has it loaded
    from legation.questions import questions

    names = [one for one in questions() if not asked.only or one in asked.only]
    found: list[Measure] = []
    for size, case in _cases(asked.sizes, one_issue=asked.one_issue):
        for name in names:
            one = measured(name, case, size)
            found.append(one)
            print(f"  {size:>6} {name:36}{one.seconds:9.2f} s{one.memory / 2**20:9.0f} MB  {one.end[:90]}", flush=True)
            _keep(found)
    largest = max(asked.sizes)
    earlier = {(m.question, m.actors): m for m in (_kept(asked.before) if asked.before else [])}
    worst = _worst(list(earlier.values()) or found, largest)
    print(f"\nThe {len(worst)} that {'took' if earlier else 'take'} longest on {largest:,} actors")
    for one in worst:
        now = next((m for m in found if (m.question, m.actors) == (one.question, largest)), one)
        power = exponent(m for m in found if m.question == one.question)
        was = f"{one.seconds:9.2f} s{one.memory / 2**20:9.0f} MB  ->" if earlier else ""
        print(f"  {one.question:36}{was}{now.seconds:9.2f} s{now.memory / 2**20:9.0f} MB   n^{power:.1f}  {now.end[:60]}")
    shown = {one.question for one in worst}
    points = [(m.question, float(m.actors), m.seconds, m.end == "answer") for m in found if m.question in shown and m.seconds == m.seconds]
    plotted("large_questions", "The questions that take longest on a large dossier", "actors", points)


if __name__ == "__main__":
    main(sys.argv[1:])
