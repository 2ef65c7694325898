"""What each judgement of the product scored, unit by unit, beside its simple rules; one module for each kind of data."""
