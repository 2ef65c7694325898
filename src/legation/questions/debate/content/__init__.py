"""What ``what-is-said`` is made of: who is heard, on which topics, put how, and what burst, rose or fell."""
