"""What questions on scenario models have in common: the scenarios that hold, their words, tables and figures, and how unsure they are."""
