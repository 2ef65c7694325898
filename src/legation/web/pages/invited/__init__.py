"""Pages of one that is invited to a text in circulation: a link that is opened, the text and its answer; and what the desk does for it."""
