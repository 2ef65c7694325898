"""Learners on the path of six lessons, who have no account: what their browser knows, and what of it is counted for a class."""
