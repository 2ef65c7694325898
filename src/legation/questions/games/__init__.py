"""Games: what a negotiation that was played, by people and by simulated players, has shown."""
