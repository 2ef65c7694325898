"""``legation consular``: the desk of a consular house, from the machine that it runs on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.cli.terminal import tell
from legation.errors import CannotRead, WrongUse
from legation.language import Lang, Message
from legation.system_words import system_words

__all__ = ["Given", "consular"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
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


def consular(action: str, given: Given) -> int:
    """Do one of the things that a desk does.

    Raises
    ------
    WrongUse
        Where it does no such thing.
    """
    if action not in ACTIONS:
        raise WrongUse(Message("cli.consular-action", found=action, allowed=" | ".join(ACTIONS)))
    if given.data is not None:
        os.environ["LEGATION_CONSULAR_DATA"] = str(given.data)
    if given.keyring is not None:
        os.environ["LEGATION_CONSULAR_KEYRING"] = str(given.keyring)
    return ACTIONS[action](given)


def _init(given: Given) -> int:
    """Make a house with its posts: ``NAME=ZONE``, each."""
    from legation.web.consular.house import house_folder
    from legation.web.consular.making import Plan, make_house
    from legation.web.consular.opening import keyring_path, new_passphrase

    posts = dict(word.partition("=")[::2] for word in given.words)
    if not posts or not all(posts.values()):
        raise WrongUse(Message("cli.consular-posts"))
    sheet = make_house(house_folder(), keyring_path(), new_passphrase(), Plan(posts=posts))
    tell(Message("cli.consular-made", path=str(house_folder()), keyring=str(keyring_path())), given.lang)
    sys.stdout.write(sheet + "\n")
    return 0


def _desk(given: Given) -> int:
    """Serve the desk until it is stopped."""
    from legation.web.consular.serving import serve

    def said(message: Message) -> None:
        tell(message, given.lang)
        sys.stdout.flush()

    return serve(given.host, given.port, said)


def _front(given: Given) -> int:
    """Serve what faces the Internet until it is stopped; ``texts``: list its languages, with what a declaration of reading names."""
    if given.words == ("texts",):
        return _texts(given.lang)
    from legation.web.front.serving import serve_front

    def said(address: str) -> None:
        tell(Message("consular-front.serving", address=address), given.lang)
        sys.stdout.flush()

    serve_front(_front_folder(), host=given.host, port=given.port, ready=said)
    return 0


def _texts(lang: Lang) -> int:
    from legation.web.front.catalogue import LANGUAGES, texts

    for language in LANGUAGES:
        there = texts(language)
        state = "consular-front.text-read" if there.is_read else "consular-front.text-unread"
        tell(Message(state, language=there.name, code=language, text=there.fingerprint), lang)
    return 0


def _carry(given: Given) -> int:
    """Carry bundles of a front: ``out`` with a file to write, ``in FILE``, ``introduce FILE``; where the house is, those of the desk."""
    from legation.web.front import bundles

    what, file = (*given.words, "", "")[:2]
    out = given.out
    if (_front_folder().parent / "consular.toml").exists():
        from legation.cli.consular_carry import carry_at_desk

        def read(path: Path) -> bytes:
            return bytes(_on_file(path.read_bytes, path))

        def write(path: Path, content: bytes) -> None:
            _on_file(lambda: _write_private(path, content), path)

        return carry_at_desk(given.words, out, given.lang, read=read, write=write)
    if what == "out" and out is not None:
        bundle = bundles.write_outward(_front_folder())
        number, count, is_all = bundles.about_outward(bundle)
        _on_file(lambda: _write_private(out, bundle), out)
        tell(Message("consular-front.carried-out", path=str(out), number=number, count=count), given.lang)
        if not is_all:
            tell(Message("consular-front.carried-more"), given.lang)
    elif what == "in" and file:
        is_new = bundles.apply_inward(_front_folder(), _on_file(Path(file).read_bytes, Path(file)))
        tell(Message("consular-front.carried-in" if is_new else "consular-front.carried-before"), given.lang)
    elif what == "introduce" and file:
        bundles.apply_introduction(_front_folder(), _on_file(Path(file).read_bytes, Path(file)))
        tell(Message("consular-front.introduced", path=file), given.lang)
    else:
        raise WrongUse(Message("consular-front.carry-words"))
    return 0


def _on_file(act: Callable[[], Any], path: Path) -> Any:
    """Read or write a file, or say why it cannot be."""
    try:
        return act()
    except OSError as error:
        raise CannotRead(Message("consular-front.carry-file", path=str(path), why=system_words(error))) from error


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read."""
    path.touch(0o600)
    path.write_bytes(content)


def _front_folder() -> Path:
    """Return the folder of the front: ``front`` in that of the house, which on a machine of its own holds nothing else."""
    return Path(os.environ.get("LEGATION_CONSULAR_DATA") or "consular").absolute() / "front"


def _rotate(given: Given) -> int:
    from legation.cli.consular_upkeep import rotate

    return rotate(given.words, given.lang)


def _purge(given: Given) -> int:
    from legation.cli.consular_upkeep import purge

    return purge(given.words, given.lang, dry_run=given.dry_run)


def _check(given: Given) -> int:
    from legation.cli.consular_upkeep import check

    return check(given.words, given.lang)


def _backup(given: Given) -> int:
    from legation.cli.consular_upkeep import back_up

    return back_up(given.words, given.lang)


def _restore(given: Given) -> int:
    from legation.cli.consular_upkeep import restore

    return restore(given.words, given.lang)


def _drill(given: Given) -> int:
    from legation.cli.consular_drill import drill

    return drill(given.words, given.seed, given.lang)


def _counts(given: Given) -> int:
    from legation.cli.consular_counts import counts

    return counts(given.out, given.lang)


ACTIONS: dict[str, Callable[[Given], int]] = {
    "init": _init,
    "desk": _desk,
    "front": _front,
    "carry": _carry,
    "rotate": _rotate,
    "purge": _purge,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "drill": _drill,
    "counts": _counts,
}
"""What a desk does, each with what it is given."""
