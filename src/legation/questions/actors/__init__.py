"""Questions on actors: where they stand, who matters, who can be reached, and whom to call."""
