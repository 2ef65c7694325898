"""A room of statements and votes as an answer: what was known of it, what may be published of it, its tables and its pictures."""
