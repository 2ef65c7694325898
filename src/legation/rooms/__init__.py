"""Rules of live spaces: a room is an append-only log of events, its state a fold of them.

A room knows no clock, no network and no chance: times stand in its events. So it is replayed, audited, exported and simulated by the same
code that runs it.
"""
