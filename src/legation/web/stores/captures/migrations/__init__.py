"""How the tables of captures came to be."""
