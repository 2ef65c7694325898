"""What the questions on a negotiation of several issues share: the negotiation as it was known, its tables and its figures."""
