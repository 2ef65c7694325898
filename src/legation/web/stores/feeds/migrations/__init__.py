"""How the tables of addresses of calendars came to be."""
