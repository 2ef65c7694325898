"""Running the site: preparing its data, serving, backing up."""
