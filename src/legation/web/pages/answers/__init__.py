"""Pages of answers: questions, runs, papers."""
