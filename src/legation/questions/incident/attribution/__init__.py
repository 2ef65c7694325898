"""What the questions on who did it share: the assessment that is asked about, its items weighed, its tables, pictures and words."""
