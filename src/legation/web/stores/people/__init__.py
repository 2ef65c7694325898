"""The natural persons whom a desk knows: kept apart from dossiers, which speak of roles; exported and erased on request."""
