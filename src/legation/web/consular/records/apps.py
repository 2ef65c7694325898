"""The application of the desk's records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The tables of the desk."""

    name = "legation.web.consular.records"
    label = "consular"
