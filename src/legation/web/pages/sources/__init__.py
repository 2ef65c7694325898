"""Pages of evidence: sources, one source, adding, reading passages."""
