"""What a statement says, to whom, what would be asked back, and the strongest case against it."""
