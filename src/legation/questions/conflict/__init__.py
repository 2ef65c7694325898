"""What questions on conflict models have in common: the game, its words, tables and figures, and what would change it."""
