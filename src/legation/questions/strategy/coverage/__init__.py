"""What a strategy is held against: criteria of public frames, and what the dossier holds for each."""
