"""Whom to notify of an incident, by when: the clock of each duty, and the duties that are ready to be taken into a dossier."""
