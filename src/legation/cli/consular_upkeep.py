"""``legation consular rotate | purge | check | backup | restore``: looking after keys and retention of a house."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.terminal import tell
from legation.errors import CannotWrite, WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.web.consular.rotation import Rotated

__all__ = ["back_up", "check", "purge", "restore", "rotate"]

_CONFIRMED = "confirmed"


def rotate(words: tuple[str, ...], lang: Lang) -> int:
    """Begin a new root key (``root``) or sealing key (``sealing``), or go on with what is due."""
    _open_desk()
    from legation.web.consular.rotation import rotate as rotated

    if words == ():
        made = rotated("", _now())
    elif words == ("root",):
        made = rotated("root", _now())
    elif words == ("sealing",):
        made = rotated("sealing", _now())
    else:
        raise WrongUse(Message("desk-retention.command.rotate-words", found=" ".join(words)))
    _say_rotated(made, lang)
    return 0


def _say_rotated(made: Rotated, lang: Lang) -> None:
    tell(Message("desk-retention.command.rotated", root=str(made.root), sealing=str(made.sealing), count=made.wrapped), lang)
    for version in made.dropped:
        tell(Message("desk-retention.command.dropped", version=version), lang)
    if made.sheet:
        tell(Message("desk-retention.command.sheet"), lang)
        sys.stdout.write(made.sheet + "\n")


def purge(words: tuple[str, ...], lang: Lang, *, dry_run: bool) -> int:
    """Destroy what is over; with ``--dry-run`` only count it; with ``confirmed`` also where the clock has jumped."""
    if words not in ((), (_CONFIRMED,)):
        raise WrongUse(Message("desk-retention.command.purge-words", found=" ".join(words)))
    _open_desk()
    from legation.web.consular.purging import due
    from legation.web.consular.purging import purge as purged

    found = due(_now()) if dry_run else purged(_now(), is_confirmed=bool(words))
    for one in found:
        if one.count:
            days = Message("desk-retention.command.days", first=one.first, last=one.last)
            days = Message("desk-retention.command.day", day=one.first) if one.first == one.last else days
            said = {"record_class": one.record_class, "count": one.count, "days": days}
            tell(Message("desk-retention.command.due", **said) if dry_run else Message("desk-retention.command.destroyed", **said), lang)
        if one.on_hold:
            tell(Message("desk-retention.command.on-hold", record_class=one.record_class, count=one.on_hold), lang)
    if not any(one.count for one in found):
        tell(Message("desk-retention.command.nothing-due"), lang)
    return 0


def check(words: tuple[str, ...], lang: Lang) -> int:
    """Say what somebody must put right; 1 where there is something."""
    if words:
        raise WrongUse(Message("desk-retention.command.check-words", found=" ".join(words)))
    _open_desk()
    from legation.web.consular.checking import problems

    found = problems(_now())
    for problem in found:
        tell(problem, lang)
    if not found:
        tell(Message("desk-retention.command.in-order"), lang)
    return 1 if found else 0


def back_up(words: tuple[str, ...], lang: Lang) -> int:
    """Write a backup: ``desk FILE`` or ``keys FILE``, two files for two media."""
    if len(words) != len(("desk", "FILE")) or words[0] not in ("desk", "keys"):
        raise WrongUse(Message("desk-retention.command.backup-words", found=" ".join(words)))
    _open_desk()
    from legation.web.consular.backing_up import back_up as written

    path = Path(words[1])
    made = written(path, None, _now()) if words[0] == "desk" else written(None, path, _now())
    said = Message("desk-retention.command.desk-backed-up", path=str(path), count=made.rows)
    tell(said if words[0] == "desk" else Message("desk-retention.command.keys-backed-up", path=str(path), count=made.keys), lang)
    return 0


def restore(words: tuple[str, ...], lang: Lang) -> int:
    """Put a backup of the desk and one of the keys into a house without records: ``DESK KEYS``; with ``sheet`` make a lost keyring anew."""
    if words == ("sheet",):
        return _from_sheet(lang)
    if len(words) != len(("DESK", "KEYS")):
        raise WrongUse(Message("desk-retention.command.restore-words", found=" ".join(words)))
    _open_desk()
    from legation.web.consular.restoring import restore as restored

    made = restored(Path(words[0]), Path(words[1]), _now())
    tell(Message("desk-retention.command.restored", rows=made.rows, keys=made.keys, count=made.passed_over), lang)
    return 0


def _from_sheet(lang: Lang) -> int:
    """Write the keyring that a typed recovery sheet gives: from the terminal until an empty line, or from what is piped in."""
    from legation.keys import from_recovery_sheet, write_keyring
    from legation.web.consular.opening import keyring_path, new_passphrase

    path = keyring_path()
    if path.exists():
        raise CannotWrite(Message("desk.is-there", path=str(path)))
    if sys.stdin.isatty():
        tell(Message("desk-retention.command.type-sheet"), lang)
    lines: list[str] = []
    for line in sys.stdin:
        if lines and not line.strip():
            break
        lines += [line] if line.strip() else []
    ring = from_recovery_sheet("".join(lines))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_keyring(path, ring, new_passphrase())
    tell(Message("desk-retention.command.sheet-read", path=str(path)), lang)
    return 0


def _open_desk() -> None:
    """Load Django with the settings of the desk, and make the tables that are not there yet."""
    from legation.web.consular.serving import set_up

    set_up()
    from django.conf import settings
    from django.core.management import call_command

    from legation.folder_lock import lock_folder

    with lock_folder(Path(settings.DATA)):
        for database in settings.DATABASES:
            call_command("migrate", database=database, interactive=False, verbosity=0)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
