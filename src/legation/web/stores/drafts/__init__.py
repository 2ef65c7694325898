"""Dossiers on their way in: what a person sent and has not yet confirmed."""
