"""The public game for one, at an address of the site that nobody needs an account for."""
