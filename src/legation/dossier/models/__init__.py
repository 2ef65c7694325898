"""Our own models, a file each: whoever needs a new kind of part declares it here, and nowhere else."""

from __future__ import annotations

from legation.dossier.models.assessment import ASSESSMENT
from legation.dossier.models.conflict import CONFLICT
from legation.dossier.models.draft import ADOPTED, DRAFT
from legation.dossier.models.frames import FRAMES
from legation.dossier.models.game import GAME
from legation.dossier.models.monitor import MONITOR
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.models.response import RESPONSE
from legation.dossier.models.room import ROOM
from legation.dossier.models.scenario import SCENARIO
from legation.dossier.models.statement import STATEMENT
from legation.dossier.parts.kind import PartKind

__all__ = ["OURS"]

OURS: tuple[PartKind, ...] = (
    SCENARIO,
    CONFLICT,
    NEGOTIATION,
    GAME,
    DRAFT,
    ADOPTED,
    ROOM,
    ASSESSMENT,
    RESPONSE,
    STATEMENT,
    FRAMES,
    MONITOR,
)
"""In the order in which they are explained."""
