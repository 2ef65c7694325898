"""The application of the frame itself."""

from django.apps import AppConfig


class Site(AppConfig):
    """Language, tags, errors, commands."""

    name = "legation.web.site"
    label = "site"
