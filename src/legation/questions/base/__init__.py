"""What all questions share: what a question may look at, its inputs, the registry, asking, and the score card of judgements."""
