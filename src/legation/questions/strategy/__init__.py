"""Questions on the strategy: is it sound, where to take it, what is due, and what changed."""
