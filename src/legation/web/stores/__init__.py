"""Small Django applications: a model each, and what reads and writes it."""
