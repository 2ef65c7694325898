"""Pages of actors: the register, one actor, the map, coalitions."""
