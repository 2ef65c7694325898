"""The application of the people store."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and tombstones."""

    name = "legation.web.people"
    label = "people"
