"""Other people's files are read, cleaned and shown by a child process that may be killed: what goes wrong there is an answer.

The child (:mod:`.child`) gets the bytes in a file that has no name, has limits on time, memory and output, none of our environment, and is
ended when its time is over. What it found until then is kept.

Both are meant for a frame of their own: ``<iframe sandbox="" ...>`` on an address that answers with :data:`FRAME_POLICY`. Cleaning and the
frame each suffice; together they are two locks on one door. SVG is never shown as SVG, only drawn to PNG.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture.media import MEDIA, check_package, sniff
from legation.sources.capture.plain import TEXT_LIMIT, tidy

__all__ = [
    "AT_ONCE",
    "FRAME_POLICY",
    "FRAME_SANDBOX",
    "MEMORY_LIMIT",
    "OUTPUT_LIMIT",
    "SECONDS",
    "Outcome",
    "Words",
    "isolated",
    "pdf_words",
    "safe_html",
    "stripped_document",
    "svg_picture",
]


SECONDS = 30.0
"""How long a file may be read."""
MEMORY_LIMIT = 1024 * 1024 * 1024
OUTPUT_LIMIT = 64 * 1024 * 1024
AT_ONCE = 4
"""How many children may run at the same time; a further one waits."""
_PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")


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
        fault = "" if code == 0 else _BY_SIGNAL.get(-code, "crash")
    faults = [str(line.pop("fault")) for line in lines if "fault" in line]
    return Outcome(tuple(filter(None, lines)), fault or (faults[-1] if faults else ""))


_ROOM = threading.BoundedSemaphore(AT_ONCE)
_BY_SIGNAL = {24: "time"}
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
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    home = str(Path(__file__).parents[3])
    paths = [home, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    return {**environment, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}


FRAME_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
"""The Content-Security-Policy of the address that shows a captured page: nothing runs, nothing is loaded."""
FRAME_SANDBOX = ""
"""The ``sandbox`` attribute of the frame: empty, so nothing is allowed."""
_SECONDS = 8.0


def safe_html(data: bytes) -> str:
    """Return foreign HTML without anything that acts: a fragment of text, headings, lists, tables and links.

    Scripts, event handlers, styles, forms, frames and every address from which a browser would load something are gone; of a picture its
    text alternative stays. Links are kept for http, https and mail, with ``rel="noopener nofollow noreferrer"``.

    Raises
    ------
    CannotRead
        Where the page is made so that cleaning it takes too long or fails; its text and the file itself can still be read.

    Examples
    --------
    >>> safe_html(b'<p onclick="steal()">Hello <script>steal()</script><a href="javascript:steal()">you</a></p>')
    '<p>Hello <a rel="noopener nofollow noreferrer">you</a></p>'
    """
    return str(_only(isolated("clean-html", data, seconds=_SECONDS), "html"))


def svg_picture(data: bytes) -> bytes:
    """Return an SVG drawn as PNG, no side longer than 1,600 points; nothing in it is run or loaded.

    Raises
    ------
    CannotRead
        Where it is no SVG, or drawing it takes too much time or memory.
    """
    return base64.b64decode(_only(isolated("draw-svg", data, seconds=_SECONDS), "png"))


def stripped_document(data: bytes, name: str) -> bytes:
    """Return a document without what tells where and with which camera its pictures were taken.

    Parameters
    ----------
    data : bytes
        A PDF, an office file or plain text.
    name : str
        How it is called; it tells a table of text from other text.

    Raises
    ------
    CannotRead
        Where it is no document, is broken, or takes too long: what cannot be stripped is not taken.

    Examples
    --------
    >>> stripped_document(b"They can live with it.", "note.txt")
    b'They can live with it.'
    """
    reader = MEDIA[kind].reader if (kind := sniff(data, name)) else ""
    if reader == "plain":
        return data
    if reader not in ("pdf", "office"):
        raise CannotRead(Message("capture.no-document", name=name))
    if reader == "office":
        check_package(name, data)
    return base64.b64decode(_only(isolated(f"strip-{reader}", data), "file", Message("capture.not-stripped", name=name)))


def _only(outcome: Outcome, key: str, otherwise: Message | None = None) -> str:
    for found in outcome.found:
        if isinstance(found.get(key), str):
            return str(found[key])
    raise CannotRead(otherwise or Message("capture.not-shown"))


_PDF_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Words:
    """What was read of a file; ``fault`` is a key of ``capture.note`` where that is not all: missing, time, locked, no-text..."""

    text: str
    fault: str = ""


def pdf_words(data: bytes, *, seconds: float = _PDF_SECONDS) -> Words:
    """Return the text of a PDF, page after page with an empty line between them, at most two million characters.

    Parameters
    ----------
    data : bytes
        Of anyone's making; nothing is raised for what they do.
    seconds : float
        When reading is stopped; what was read until then is returned.

    Examples
    --------
    >>> pdf_words(b"no PDF at all").fault
    'unreadable'
    """
    if not data.startswith(b"%PDF-"):
        return Words("", "unreadable")
    outcome = isolated("pdf", data, seconds=seconds)
    text = tidy("".join(found["more"] for found in outcome.found if isinstance(found.get("more"), str)))[:TEXT_LIMIT]
    return Words(text, outcome.fault or ("" if text.strip() else "no-text"))
