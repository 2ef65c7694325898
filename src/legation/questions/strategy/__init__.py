"""Questions on the strategy: is it sound, where is it decided, what is due, and what changed."""
