"""Other people's files are read in a child process that may be killed: what goes wrong there is an answer, not a crash of ours.

The child (:mod:`.child`) gets the bytes in a file that has no name, has limits on time, memory and output, none of our environment, and is
ended when its time is over. What it found until then is kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["AT_ONCE", "MEMORY_LIMIT", "OUTPUT_LIMIT", "SECONDS", "Outcome", "isolated"]

SECONDS = 30.0
"""How long a file may be read."""
MEMORY_LIMIT = 1024 * 1024 * 1024
OUTPUT_LIMIT = 64 * 1024 * 1024
AT_ONCE = 4
"""How many children may run at the same time; a further one waits."""
_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child found.

    Attributes
    ----------
    found : tuple of dict
        Its lines, in order; a later one completes or replaces an earlier one.
    fault : str
        Why it stopped early: ``time``, ``memory``, ``crash``, or a word of the job's own; empty when it came to the end.
    """

    found: tuple[dict[str, Any], ...]
    fault: str = ""


def isolated(job: str, data: bytes, *, seconds: float = SECONDS) -> Outcome:
    """Run a job of :mod:`.child` over some bytes.

    Parameters
    ----------
    job : str
        A key of ``child.JOBS``.
    data : bytes
    seconds : float
        When the child is killed.

    Returns
    -------
    Outcome
        Whatever was found before the end, the limit or the crash. Nothing is raised for what the bytes do.
    """
    with _ROOM, tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        command = [sys.executable, "-P", "-s", "-m", "legation.sources.capture.child", job, f"{seconds:.0f}"]
        fault = ""
        with subprocess.Popen(  # noqa: S603 - our own module, no shell, the bytes are no argument
            command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env=_environment(), start_new_session=True
        ) as child:
            try:
                code = child.wait(seconds)
            except subprocess.TimeoutExpired:
                fault = "time"
            finally:
                child.kill()
        answer.seek(0)
        lines = _lines(answer.read(OUTPUT_LIMIT + 1))
    if not fault:
        fault = "" if code == 0 else _TOLD.get(-code, "crash")
    told = [str(line.pop("fault")) for line in lines if "fault" in line]
    return Outcome(tuple(filter(None, lines)), fault or (told[-1] if told else ""))


_ROOM = threading.BoundedSemaphore(AT_ONCE)
_TOLD = {24: "time"}
"""Signals that say what happened: SIGXCPU, the limit on processor time."""


def _lines(answer: bytes) -> list[dict[str, Any]]:
    """Return the whole lines of an answer; one that was cut off is left out."""
    lines = []
    for line in answer.split(b"\n")[:-1]:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            lines.append(found)
    return lines


def _environment() -> dict[str, str]:
    """Return what the child needs to start; passwords and addresses of the site stay with us."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = str(Path(__file__).parents[3])
    paths = [home, *filter(None, kept.get("PYTHONPATH", "").split(os.pathsep))]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
