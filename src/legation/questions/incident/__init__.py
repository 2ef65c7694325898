"""Questions on an incident: who did it and how sure we are, what we may do, and what we say."""
