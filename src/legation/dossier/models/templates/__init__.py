"""Small models to be edited, one of each kind in each language."""
