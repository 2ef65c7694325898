"""Wardens: volunteers with an area of a crisis, each with a numbered list of its households."""
