"""Drills: a house of its own with citizens who are not real, a recorder in place of every way out, and a clock that plays their answers."""
