"""How many people had so many right answers before and after the public game: counts, and nothing of anybody."""
