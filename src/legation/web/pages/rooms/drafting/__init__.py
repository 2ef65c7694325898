"""The pages of a room in which a text is negotiated."""
