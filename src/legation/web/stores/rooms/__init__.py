"""Live rooms as they lie in the database: their logs, what the entries say, who sits where, and the doors."""
