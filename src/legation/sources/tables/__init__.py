"""Tables that other people keep: United Nations votes, lists of actors and supporters, logical frameworks, matrices."""
