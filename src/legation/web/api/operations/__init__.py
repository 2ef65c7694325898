"""The operations, one file for each family. Importing this package declares every one."""

from legation.web.api.operations import changes, dossiers, imports, questions, rows
from legation.web.api.operations import changes as edits
from legation.web.api.operations import changes as revisions
from legation.web.api.operations import questions as runs
from legation.web.api.operations import rows as rows_past
from legation.web.api.operations import rows as tables

__all__ = ["changes", "dossiers", "edits", "imports", "questions", "revisions", "rows", "rows_past", "runs", "tables"]
