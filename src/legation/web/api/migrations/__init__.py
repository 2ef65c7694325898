"""How the table of tokens came to be."""
