"""What the lakes of the site were given, how long it stays, and what the monitors found in it."""
