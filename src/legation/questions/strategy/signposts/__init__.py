"""Signposts: what is watched, from which number on it starts which action, and how it stands at a date."""
