"""Dossiers as revisions: parts stored once by hash, who may see them, what is proposed."""
