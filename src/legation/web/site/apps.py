"""The application of the frame itself."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Language, tags, errors, commands."""

    name = "legation.web.site"
    label = "site"
