"""By which link somebody comes to an invitation to a text in circulation, and what was sent by it."""
