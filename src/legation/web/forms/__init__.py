"""Forms for rows and the saving of what they send."""
