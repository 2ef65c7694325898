"""Parts of a dossier: one kind of part, declared once; reading, writing, changing and clearing follow from its declaration."""

from legation.dossier.parts.brief import BriefOption, BriefSettings, brief_settings, brief_table
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, Rows, form_of, rows, section, walk
from legation.dossier.parts.kind import ModelKind, Part, PartKind
from legation.dossier.parts.registry import kind_of, kinds, read, write

__all__ = [
    "BriefOption",
    "BriefSettings",
    "Check",
    "ModelHead",
    "ModelKind",
    "ModelRow",
    "Part",
    "PartKind",
    "Rows",
    "brief_settings",
    "brief_table",
    "form_of",
    "kind_of",
    "kinds",
    "read",
    "rows",
    "section",
    "walk",
    "write",
]
