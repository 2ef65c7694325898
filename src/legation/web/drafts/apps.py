"""The application of drafts."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Contents that wait for a choice or a confirmation."""

    name = "legation.web.drafts"
    label = "drafts"
