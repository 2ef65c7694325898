"""A negotiation as it is played, or between parties who test a package: opened, hosted, and marked where nothing of it is real."""
