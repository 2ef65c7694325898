"""The application of the keys of subjects."""

from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    """One table, in the database ``keys``."""

    name = "legation.web.consular.keystore"
    label = "consular_keys"
