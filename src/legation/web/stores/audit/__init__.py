"""The trail of who saw and changed what: entries are added, never altered."""
