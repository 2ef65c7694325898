"""``legation consular``: the desk of a consular house, from the machine that it runs on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from legation.cli.terminal import tell
from legation.errors import WrongUse
from legation.language import Lang, Message

__all__ = ["Asked", "consular"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a command of the desk was given."""

    words: tuple[str, ...]
    data: Path | None
    keyring: Path | None
    host: str
    port: int
    out: Path | None
    seed: int
    dry_run: bool
    lang: Lang


def consular(action: str, asked: Asked) -> int:
    """Do one of the things that a desk does.

    Raises
    ------
    WrongUse
        Where it does no such thing.
    """
    if action not in ACTIONS:
        raise WrongUse(Message("cli.consular-action", found=action, allowed=" | ".join(ACTIONS)))
    if asked.data is not None:
        os.environ["LEGATION_CONSULAR_DATA"] = str(asked.data)
    if asked.keyring is not None:
        os.environ["LEGATION_CONSULAR_KEYRING"] = str(asked.keyring)
    return ACTIONS[action](asked)


def _init(asked: Asked) -> int:
    """Make a house with its posts: ``NAME=ZONE``, each."""
    from legation.web.consular.house import house_folder
    from legation.web.consular.making import Plan, make_house
    from legation.web.consular.opening import keyring_path, new_passphrase

    posts = dict(word.partition("=")[::2] for word in asked.words)
    if not posts or not all(posts.values()):
        raise WrongUse(Message("cli.consular-posts"))
    sheet = make_house(house_folder(), keyring_path(), new_passphrase(), Plan(posts=posts))
    tell(Message("cli.consular-made", path=str(house_folder()), keyring=str(keyring_path())), asked.lang)
    sys.stdout.write(sheet + "\n")
    return 0


def _desk(asked: Asked) -> int:
    """Serve the desk until it is stopped."""
    from legation.web.consular.serving import serve

    def said(message: Message) -> None:
        tell(message, asked.lang)
        sys.stdout.flush()

    return serve(asked.host, asked.port, said)


ACTIONS: dict[str, Callable[[Asked], int]] = {
    "init": _init,
    "desk": _desk,
}
"""What a desk does, each with what it is given."""
