"""What fills a lake: coded events, access logs, posts and texts, a package for each."""
