"""Tags of the templates of accounts."""
