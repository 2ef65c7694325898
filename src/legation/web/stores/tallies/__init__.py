"""Each desk member's own tally before a vote: private until the vote is held, sealed, scored afterwards."""
