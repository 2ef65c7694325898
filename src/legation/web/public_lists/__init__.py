"""The public list of a text in circulation: what of it the world may read, and from when."""
