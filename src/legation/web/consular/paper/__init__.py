"""A crisis on paper: lists to telephone, to call the roll and to go round with, and what comes back on them."""
