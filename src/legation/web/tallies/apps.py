"""The application of sealed tallies."""

from django.apps import AppConfig


class TalliesConfig(AppConfig):
    """Who expected what before a vote."""

    name = "legation.web.tallies"
    label = "tallies"
