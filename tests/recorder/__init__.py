"""The recorder of connections, and what runs under it."""
