"""Who can stop a matter in a body: the readings of its rule, their words, and the days of its path."""
