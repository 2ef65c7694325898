"""The models ``incidents/NAME.assessment.toml``, ``.response.toml`` and ``.statement.toml`` as a reader may see them.

A row of such a model bears no mark: it is as open as the evidence that it names. It is left out by the same rule by which the answers leave
it out (``as_known`` of each model), so that a file which goes out tells no more than an answer does. Comments bear no mark and name no
evidence: only whoever sees everything of all times gets them, and with them the bytes of the file.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from legation.errors import DossierError
from legation.sources.assessment import read_assessment, write_assessment
from legation.sources.part_by_part import seen_by_part
from legation.sources.response_model import read_response_model, write_response_model
from legation.sources.statement_model import read_statement_model, write_statement_model
from legation.sources.stix.parts import FOLDER

__all__ = ["is_model", "model_seen", "models_seen"]

_KINDS: Mapping[str, tuple[Callable[[bytes, str], Any], Callable[[Any], bytes]]] = {
    ".assessment.toml": (read_assessment, write_assessment),
    ".response.toml": (read_response_model, write_response_model),
    ".statement.toml": (read_statement_model, write_statement_model),
}
"""By the ending of a part what reads and what writes it."""


def is_model(part: str) -> bool:
    """Whether a part is a model that lies beside the registers of incidents.

    >>> is_model("incidents/a.response.toml"), is_model("incidents/a.json"), is_model("scenarios/a.toml")
    (True, False, False)
    """
    return part.startswith(FOLDER) and part.endswith(".toml")


def models_seen(files: Mapping[str, bytes], evidence: Collection[str], as_of: dt.date | None = None) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of these models; all other files are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    evidence : collection of str
        The ids of the evidence that the reader may see.
    as_of : date, optional
        The day of knowing; None: now.

    Notes
    -----
    One that cannot be read, or is of no known kind, is left out: nobody can say what is in it.
    """
    there = frozenset(evidence)
    return seen_by_part(files, is_model, lambda data, part: model_seen(data, part, there, as_of))


def model_seen(data: bytes, part: str, evidence: Collection[str], as_of: dt.date | None = None) -> bytes | None:
    """Return the bytes of what is seen of one model; None where nothing is."""
    kind = next((kind for ending, kind in _KINDS.items() if part.endswith(ending)), None)
    if kind is None:
        return None
    read, write = kind
    try:
        model = read(data, part)
        if as_of is not None and model.known_on is not None and not model.known_on.by(as_of):
            return None
        seen, _ = model.as_known(evidence, as_of or dt.date.max)
        made = write(dataclasses.replace(seen, source=b""))
        read(made, part)
    except DossierError:
        return None
    return made
