"""What a consular desk stores: random ids, post, class, state and times in clear, everything about a person encrypted."""
