"""In which language the command speaks: ``--lang`` where it stands, else ``LEGATION_LANG``, else the locale of the shell."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence

from legation.language import LANGUAGES, Lang

__all__ = ["chosen_language"]


def chosen_language(arguments: Sequence[str]) -> Lang:
    """Return the language of help and of errors.

    >>> chosen_language(["ask", "--lang", "fr"]), chosen_language(["ask", "--lang=en"])
    ('fr', 'en')
    """
    named = [value for flag, value in itertools.pairwise(arguments) if flag == "--lang"]
    named += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    environment = [os.environ.get(name, "")[:2] for name in ("LEGATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    return next((lang for value in (*named, *environment) for lang in LANGUAGES if value == lang), "en")
