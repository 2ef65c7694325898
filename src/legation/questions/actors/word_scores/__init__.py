"""Where words place actors: one document each, placed between recorded positions, and on the line that divides their words most."""
