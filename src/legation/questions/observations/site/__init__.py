"""What stands behind ``who-reads-us``: expressions over the log of a site, then readers, findings and tables."""
