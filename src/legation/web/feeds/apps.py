"""The application of calendar feeds."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Addresses of calendars."""

    name = "legation.web.feeds"
    label = "feeds"
