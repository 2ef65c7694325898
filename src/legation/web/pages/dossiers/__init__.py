"""Pages that keep a dossier: overview, settings, sharing, revisions, proposals, import and export, rows of any table."""
