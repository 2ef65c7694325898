"""What stands behind ``what-is-happening-between``: expressions over events, then partners, findings and tables."""
