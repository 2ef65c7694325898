"""Pictures of results: each function takes plain data and returns a :class:`~legation.figures.figure.Figure`."""
