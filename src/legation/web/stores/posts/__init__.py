"""Who holds a post in a round, by which account or link, what they marked as read and what they sent."""
