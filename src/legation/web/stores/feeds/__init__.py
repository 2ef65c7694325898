"""Calendars that other programs subscribe to: an address with a secret in it."""
