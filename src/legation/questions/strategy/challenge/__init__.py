"""What a strategy does not withstand: what the dossier itself shows, and what people object to it."""
