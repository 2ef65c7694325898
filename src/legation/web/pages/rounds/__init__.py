"""The pages on which the desk makes and leads a round of démarches."""
