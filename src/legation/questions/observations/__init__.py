"""Questions on observations: events between states, texts, our own site, monitors, and effects of what was done."""
