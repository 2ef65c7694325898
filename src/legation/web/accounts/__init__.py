"""Who signs in, and for which organisation."""
