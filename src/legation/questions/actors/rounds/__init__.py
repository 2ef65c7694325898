"""Rounds of démarches: where each approach stands at a moment, how a round is built, what stands against it before it is sent."""
