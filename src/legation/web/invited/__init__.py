"""One that is invited to a text in circulation, as it comes by a link: what it sees, who may answer, and what it answers."""
