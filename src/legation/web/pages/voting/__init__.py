"""Pages of positions: issues, the grid, sealed tallies of a vote."""
