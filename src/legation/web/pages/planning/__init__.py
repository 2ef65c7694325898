"""Pages of strategy: objectives, logical framework, calendar."""
