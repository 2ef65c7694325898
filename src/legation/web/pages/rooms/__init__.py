"""Pages of live rooms: the door, and a seat. Whoever sits there needs no account, and these pages look at none."""
