"""How the tables of dossiers came to be."""
