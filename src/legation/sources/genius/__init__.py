"""Negotiations in the XML of GENIUS: a domain with its issues and options, and one profile for each party.

What a package is worth to a party is the sum over issues of the weight times the evaluation of its option out of the largest evaluation on
that issue. What is done with the traps of the format:

- Parties stand in the order of the files; a party is named after its file.
- Issues of a profile are matched by name, or, where names differ, by index; options by name. The kind of an issue is read from ``vtype``,
  ``etype`` or ``type``, in this order; objectives may stand in objectives.
- Whole-number issues become one option for each number; their linear evaluator counts from the lower bound and is kept within 0 to 1,
  and is not divided by its largest value. Real issues become eleven evenly spaced numbers, and this is reported.
- Weights need not sum to 1, and utilities above 1 are not clipped: both are reported. An issue on which all evaluations are 0 is worth 0.
- No reservation is 0; a reservation stands beside a discount factor, and neither changes the other. A discount factor outside 0 to 1 is
  reported and counted as none.
- Profiles over hyper-rectangles (``type="nonlinear"``) are refused: they do not add up over issues.
- Entities are refused, and so is what is too deep or too large.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.late_exports import late_exports
from legation.sources.signature import any_of, by_root
from legation.sources.source import Brought, Done, Files, Source, Wanted, identifier

if TYPE_CHECKING:
    from legation.sources.genius.files import GeniusReading, read, reading, write
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.genius.files": "GeniusReading read reading write",
        },
    )

__all__ = ["SOURCE", "GeniusReading", "read", "reading", "write"]


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.dossier.models.negotiation import NEGOTIATION
    from legation.dossier.models.negotiation_domain import model_of
    from legation.sources.genius.files import reading
    from legation.sources.imports.merge import with_model

    part = NEGOTIATION.called(identifier(files[0]))
    found = reading(files[0], files[1:])
    domain = found.domain
    counts = {"issues": len(domain.sizes), "count": domain.packages, "parties": domain.parties}
    made = with_model(NEGOTIATION, model_of(domain, part), part, wanted, Done("bringing.negotiation", counts))
    return dataclasses.replace(made, problems=found.doubts)


SOURCE = Source(
    id="genius",
    place=90,
    files=Files(names=("DOMAIN.xml", "PROFILE.xml", "PROFILE.xml"), endings=(".xml",), least=3, most=None),
    brings=("negotiation",),
    recognise=any_of(by_root("negotiation_template"), by_root("utility_space", at=1)),
    read=_read,
    function="legation.sources.genius:read",
)
