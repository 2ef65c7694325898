"""The operations, one file for each family. Importing this package declares every one."""

from legation.web.api.operations import carrying, dossiers, edits, questions, releases, revisions, rows_past, runs, tables

__all__ = ["carrying", "dossiers", "edits", "questions", "releases", "revisions", "rows_past", "runs", "tables"]
