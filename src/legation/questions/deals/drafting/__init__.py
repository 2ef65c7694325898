"""A text under negotiation as a room: its file and versions become events, and the room's state becomes sentences, tables and pictures."""
