"""What a person has seen of a dossier, so that home can say what changed since."""
