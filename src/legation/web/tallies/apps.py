"""The application of sealed tallies."""

from django.apps import AppConfig


class Tallies(AppConfig):
    """Who expected what before a vote."""

    name = "legation.web.tallies"
    label = "tallies"
