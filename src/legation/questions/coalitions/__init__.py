"""Questions on coalitions: who votes alike, who is in, and who would sign with us."""
