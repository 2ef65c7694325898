"""Who may see what of a dossier, and what was known when: one rule for rows of tables and of models, worked out once per dossier."""

from legation.dossier.clearing.ledger import Ledger
from legation.dossier.clearing.release import unconfirmed
from legation.dossier.clearing.rows import RowsOfDay
from legation.dossier.clearing.scope import AUDIENCES, OUTSIDE, Clearance, Place
from legation.dossier.clearing.view import hidden_rows, known_at, only, seen, with_files, with_known_cells

__all__ = [
    "AUDIENCES",
    "OUTSIDE",
    "Clearance",
    "Ledger",
    "Place",
    "RowsOfDay",
    "hidden_rows",
    "known_at",
    "only",
    "seen",
    "unconfirmed",
    "with_files",
    "with_known_cells",
]
