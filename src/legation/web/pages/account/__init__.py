"""Pages of one's own account: invitation, profile, tokens."""
