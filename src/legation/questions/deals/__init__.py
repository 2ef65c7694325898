"""Questions on deals: where an issue would land, which trade unlocks it, and where a text is stuck."""
