"""The jobs of the child that reads other people's files, done without it: a child costs a second, and each of its jobs is a target too."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

__all__ = ["without_children"]


@contextlib.contextmanager
def without_children() -> Iterator[None]:
    """Let what would be read in a child be read here, under the limits of the batch; who asks is answered alike."""
    from legation.questions.debate import utterances
    from legation.sources.capture import evidence, isolation

    with contextlib.ExitStack() as stack:
        for module in (isolation, evidence, utterances):
            stack.enter_context(mock.patch.object(module, "isolated", _here))
        yield


def _here(job: str, data: bytes, *, seconds: float = 0.0) -> Any:
    from legation.sources.capture.child import JOBS
    from legation.sources.capture.isolation import Outcome

    module, function = JOBS[job]
    found: list[dict[str, Any]] = []
    fault = ""
    try:
        found.extend(getattr(importlib.import_module(f"legation.sources.capture.{module}"), function)(data))
    except MemoryError:
        raise
    except ImportError:
        fault = "missing"
    except Exception:  # noqa: BLE001 - as in the child
        fault = "unreadable"
    faults = [str(line["fault"]) for line in found if "fault" in line]
    lines = ({name: value for name, value in line.items() if name != "fault"} for line in found)
    return Outcome(tuple(filter(None, lines)), fault or (faults[-1] if faults else ""))
