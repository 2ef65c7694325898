"""Files into a dossier or a lake: what a source read, merged with what is there."""
