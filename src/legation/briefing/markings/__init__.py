"""Which marking stands on a paper or page, and in which words: the house's own label for each level of the Traffic Light Protocol."""
