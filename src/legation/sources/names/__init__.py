"""Names and codes by which other people's files say whom and what they mean: states, bodies, persons, events."""
