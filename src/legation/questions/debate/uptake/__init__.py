"""What ``who-took-up-our-words`` is made of: phrases of ours, and who used them when."""
