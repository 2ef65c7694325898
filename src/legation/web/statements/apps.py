"""The application of statements."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """What a desk says, and who let it go out."""

    name = "legation.web.statements"
    label = "statements"
