"""Pages of a person's desk: home, search, glossary."""
