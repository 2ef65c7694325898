"""The application of runs."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Runs, their results, the worker."""

    name = "legation.web.runs"
    label = "runs"
