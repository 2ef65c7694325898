"""The application of calendar feeds."""

from django.apps import AppConfig


class Feeds(AppConfig):
    """Addresses of calendars."""

    name = "legation.web.feeds"
    label = "feeds"
