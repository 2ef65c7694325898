"""Pages of engagement: contacts, calendar feed, people, statements, hand-over."""
