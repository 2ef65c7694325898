"""Who may see what of a dossier, and what was known when: one rule for rows of tables and of models, worked out once per dossier."""

from legation.dossier.clearing.clearing import hidden_rows, known_at, only, seen, with_files, with_known_cells
from legation.dossier.clearing.ledger import Ledger
from legation.dossier.clearing.nodes import Place
from legation.dossier.clearing.releasing import unconfirmed
from legation.dossier.clearing.sight import AUDIENCES, OUTSIDE, Sight

__all__ = [
    "AUDIENCES",
    "OUTSIDE",
    "Ledger",
    "Place",
    "Sight",
    "hidden_rows",
    "known_at",
    "only",
    "seen",
    "unconfirmed",
    "with_files",
    "with_known_cells",
]
