"""Tables of a dossier: rows as text cells, votes as columns, references between rows, and what follows from them."""
