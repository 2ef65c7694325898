"""Statements of a desk: drafted by one, read by the lint, released by another."""
