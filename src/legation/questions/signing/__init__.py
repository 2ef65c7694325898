"""What the question who would sign is made of: acts of attribution, traits of candidates, past cases, tables and the figure."""
