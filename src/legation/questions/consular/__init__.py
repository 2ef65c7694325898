"""Consular questions: how many people a crisis leaves without news, and what an exercise of the desk showed."""
