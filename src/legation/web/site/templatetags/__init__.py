"""Tags that templates may use."""
