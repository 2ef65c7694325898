"""The application of tokens."""

from django.apps import AppConfig


class Api(AppConfig):
    """Tokens for programs."""

    name = "legation.web.api"
    label = "api"
