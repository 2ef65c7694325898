"""Pages of administrators: accounts, organisations, the audit trail."""
