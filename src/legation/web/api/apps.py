"""The application of tokens."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens for programs."""

    name = "legation.web.api"
    label = "api"
