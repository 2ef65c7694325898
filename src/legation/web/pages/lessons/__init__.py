"""The path of six lessons for learners without account, and the classes of those who teach."""
