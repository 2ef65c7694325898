"""What may open a connection to another machine, and who asked for it: nothing else does.

A feature that calls another machine adds itself to :data:`CONNECTIONS`, with its sentences in the catalogue ``connection`` and its case in
``tests/test_sends_nothing.py``. Those tests read this list: a module that imports what connects and does not stand here fails, and so does
a connection that a test, a command or a page opens without being asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from legation.language import Message

__all__ = ["CONNECTIONS", "Connection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One thing that may open a connection.

    Attributes
    ----------
    id : str
    modules : tuple of str
        The modules of ours that open it, or hand it to a library that does.
    set_by : str
        The words by which a person asks for it: a command, a page or a setting of the environment.
    """

    id: str
    modules: tuple[str, ...]
    set_by: str

    @property
    def title(self) -> Message:
        """What it is called."""
        return Message(f"connection.{self.id}.title")

    @property
    def when(self) -> Message:
        """When it is opened, and to which machine."""
        return Message(f"connection.{self.id}.when")

    @property
    def sends(self) -> Message:
        """What leaves this machine by it."""
        return Message(f"connection.{self.id}.sends")


CONNECTIONS = (
    Connection(
        id="capture",
        modules=("legation.sources.capture.page", "legation.sources.capture.connection"),
        set_by="/dossiers/DOSSIER/evidence/add",
    ),
    Connection(
        id="taxii",
        modules=("legation.sources.stix.taxii.connection",),
        set_by="legation import taxii, legation export --to",
    ),
    Connection(id="site", modules=("legation.cli.server",), set_by="legation --server"),
    Connection(
        id="mail",
        modules=(
            "legation.web.accounts.invitations",
            "legation.web.accounts.letters",
            "legation.web.serving.doctor",
        ),
        set_by="LEGATION_EMAIL_URL",
    ),
    Connection(
        id="waves",
        modules=("legation.web.consular.crises.mail", "legation.web.consular.crises.text_gateway"),
        set_by="LEGATION_CONSULAR_EMAIL_URL, consular.toml",
    ),
    Connection(id="sign-on", modules=("legation.web.accounts.sign_in",), set_by="LEGATION_OIDC"),
    Connection(id="database", modules=("legation.web.site.environment",), set_by="LEGATION_DATABASE_URL"),
    Connection(id="cluster", modules=("legation.cluster",), set_by="LEGATION_DASK"),
    Connection(id="spark", modules=("legation.lake.spark",), set_by="LEGATION_SPARK_MASTER"),
)
