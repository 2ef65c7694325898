"""Pages of a text in circulation: the board of its coordinator, what is confirmed or entered, new versions, the public list."""
