"""What a site of dossiers begins with: the examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from legation.example_folder import example_folders

if TYPE_CHECKING:
    from legation.web.accounts.models import Account

__all__ = ["load_examples"]


def load_examples(folder: Path | None, account: Account) -> tuple[str, ...]:
    """Make a dossier of each example for an account, ask that its observations be loaded, and return the names of the dossiers.

    Parameters
    ----------
    folder : Path or None
        Where the examples lie; None: those that came with the package.
    """
    from django.conf import settings

    from legation.dossier import load
    from legation.language import Message
    from legation.web.dossiers import store
    from legation.web.runs.loading import submit_example

    loaded = []
    for example in example_folders(folder).values():
        dossier = store.create(load(example), account, reason=Message("web.reason.example"))
        submit_example(dossier, account, example, settings.LANGUAGE_CODE)
        loaded.append(dossier.slug)
    return tuple(loaded)
