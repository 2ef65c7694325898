"""How the tables of rows came to be."""
