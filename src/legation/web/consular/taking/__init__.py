"""Taking people in: what the front sealed, what an officer types, what a file brings; each checked, encrypted and indexed alike."""
