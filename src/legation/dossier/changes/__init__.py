"""Two states of a dossier: compared, merged where two people changed it, and followed through time."""
