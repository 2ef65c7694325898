"""The application of requests of people about themselves."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """One table, of the records of the desk."""

    name = "legation.web.consular.rights"
    label = "consular_rights"
