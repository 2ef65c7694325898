"""Pages of a post of a round: a link that is opened, its assignments, the report; and what the desk does for it."""
