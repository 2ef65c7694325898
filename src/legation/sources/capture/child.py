"""The child process in which other people's files are read; started by :mod:`.isolation`, never imported by it.

It limits itself before it looks at a byte: processor time, memory, size of what it writes, no connection, no further process. Each job is
a generator of small dictionaries, each written as one line of JSON as soon as it is known.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from legation.sources.capture.isolation import MEMORY_LIMIT, OUTPUT_LIMIT

__all__ = ["JOBS", "main"]

JOBS = {
    "html": ("file_text", "page_text"),
    "xml": ("file_text", "xml_text"),
    "pdf": ("file_text", "pdf_text"),
    "office": ("file_text", "office_text"),
    "clean-html": ("cleaning", "clean_html"),
    "draw-svg": ("cleaning", "draw_svg"),
    "strip-pdf": ("stripping", "strip_pdf"),
    "strip-office": ("stripping", "strip_office"),
}
"""What a child can do: the module and function of each job."""
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove", "os.rename", "os.kill", "shutil.")


def main(job: str, seconds: str) -> int:
    """Read the bytes on standard input, write lines on standard output; return the exit code."""
    _limit(int(seconds))
    data = sys.stdin.buffer.read()
    module, function = JOBS[job]
    with os.fdopen(os.dup(1), "wb", buffering=0) as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
        try:
            read: Callable[[bytes], Iterator[dict[str, Any]]] = getattr(
                importlib.import_module(f"legation.sources.capture.{module}"), function
            )
            sys.addaudithook(_refuse)
            for found in read(data):
                _write(out.fileno(), found)
        except MemoryError:
            _write(out.fileno(), {"fault": "memory"})
        except ImportError:
            _write(out.fileno(), {"fault": "missing"})
        except Exception:  # noqa: BLE001 - whatever a parser raises, the file could not be read
            _write(out.fileno(), {"fault": "unreadable"})
    return 0


def _write(out: int, found: dict[str, Any]) -> None:
    line = memoryview(json.dumps(found).encode("ascii") + b"\n")
    while line:
        line = line[os.write(out, line) :]


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # a system without limits: the parent's clock still ends us
        return
    for what, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + 1),  # the soft limit ends us by a signal that tells why
        (resource.RLIMIT_AS, MEMORY_LIMIT, MEMORY_LIMIT),
        (resource.RLIMIT_FSIZE, OUTPUT_LIMIT, OUTPUT_LIMIT),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(what, (soft, hard))
        except (OSError, ValueError):  # a stricter limit stands already
            continue


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop a parser that tries to reach the network, another process or the files of others."""
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
