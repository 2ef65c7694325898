"""What the unlocked desk encrypts and opens: the keyring in memory, a key for each subject, blind indexes.

A value is JSON, filled up with spaces to a multiple of 64 bytes: the length of what is stored does not tell *safe* from *injured*. It is
bound to table, row, column and subject, so that no ciphertext can be put in another's place. Nothing that was opened reaches the disk.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model

from legation.errors import CannotRead, NotAvailable
from legation.keys import Keyring, blind_index, field_aad, open_field, seal_field, unwrap_key, unwrap_keys, wrap_key, wrapped_version
from legation.language import Message
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.opening import keyring_path, lock, open_keyring
from legation.web.consular.records.models import BlindIndex, new_id

__all__ = ["FORM", "Shredded", "Vault", "close_vault", "forget_in_vault", "subject_of", "vault"]

FORM = 1
"""The form in which values are written, part of what a field is bound to."""
_FILL = 64
"""A value is filled up to a multiple of so many bytes."""
_BATCH = 2000
_FEW = 200
"""So many keys are unwrapped one by one; more of them all at once."""


_JSON = json.JSONDecoder()


class Shredded(CannotRead):
    """The key of a subject is destroyed: nothing that was encrypted with it can be read again."""


class Vault:
    """The keys of this process: in memory only, from the moment at which somebody gives the passphrase.

    Parameters
    ----------
    keyring : Keyring, optional
        Without it that of the process is opened.
    """

    def __init__(self, keyring: Keyring | None = None) -> None:
        self._is_of_process = keyring is None
        self._written = _written_at() if keyring is None else 0
        self._keyring = keyring or open_keyring()
        self._keys: dict[str, bytes] = {}
        self._lock = threading.Lock()

    @property
    def keyring(self) -> Keyring:
        """The keyring as it stands in its file: opened again where somebody has rotated it meanwhile.

        Raises
        ------
        NotAvailable
            Where the passphrase was typed, and is needed again: the desk is to be started anew.
        """
        if self._is_of_process and _written_at() != self._written:
            self._open_again()
        return self._keyring

    def new_subject(self, subject: str = "") -> str:
        """Make a key for a subject and return its id; a random one where none is named. The key is stored before anything is encrypted."""
        (made,) = self.new_subjects([subject or new_id()])
        return made

    def new_subjects(self, subjects: Sequence[str]) -> Sequence[str]:
        """Make a key for each of some subjects, and return them."""
        ring = self.keyring
        keys = {subject: secrets.token_bytes(32) for subject in subjects}
        rows = [SubjectKey(subject=one, version=ring.root_version, wrapped=wrap_key(ring, one, key)) for one, key in keys.items()]
        SubjectKey.objects.bulk_create(rows, batch_size=_BATCH)
        with self._lock:
            self._keys |= keys
        return subjects

    def unlock(self) -> int:
        """Unwrap the keys of all subjects at once, and forget those that are no more; return how many there are.

        100,000 take about half a second.
        """
        rows = SubjectKey.objects.values_list("subject", "wrapped").iterator(chunk_size=_BATCH)
        keys = unwrap_keys(self.keyring, ((subject, bytes(wrapped)) for subject, wrapped in rows))
        with self._lock:
            self._keys = keys
        return len(keys)

    def unlock_for(self, subjects: Iterable[str]) -> None:
        """Unwrap all keys at once where those of many of some subjects are missing; a few are unwrapped one by one as they are needed."""
        if sum(1 for one in subjects if one not in self._keys) > _FEW:
            self.unlock()

    def forget(self, subjects: Iterable[str] = ()) -> None:
        """Forget the keys of some subjects in memory; of those that have none in the database, where none is named."""
        named = list(subjects)
        with self._lock:
            gone = named or self._keys.keys() - set(SubjectKey.objects.values_list("subject", flat=True))
            for subject in gone:
                self._keys.pop(subject, None)

    def seal(self, row: Model, column: str, value: Any) -> bytes:
        """Return a value as a column of a row stores it; the row has its id and its subject, the subject its key.

        Raises
        ------
        Shredded
            Where the subject has no key.
        """
        subject = subject_of(row)
        return seal_field(self._key(subject), _place(type(row), _row_of(row), column, subject), _filled(value))

    def open(self, row: Model, column: str) -> Any:
        """Return the value that a column of a row stores; None where the column is empty.

        Raises
        ------
        Shredded
            Where the key of the subject is destroyed.
        CannotRead
            Where what is stored was changed, or stood elsewhere.
        """
        sealed, subject = bytes(getattr(row, column)), subject_of(row)
        if not sealed:
            return None
        return json.loads(open_field(self._key(subject), _place(type(row), _row_of(row), column, subject), sealed))

    def open_all(self, model: type[Model], column: str, rows: Iterable[tuple[str, str, bytes]]) -> Iterator[tuple[str, Any]]:
        """Yield id and value of a column for each of many rows, given as id, subject and what is stored; the shredded are passed over.

        Ask :meth:`unlock_for` first: it unwraps all keys at once.
        """
        table, keys = model._meta.db_table, self._keys
        for row, subject, sealed in rows:
            try:
                key = keys.get(subject) or self._key(subject)
            except Shredded:
                continue
            place = f"{table}|{row}|{column}|{subject}|{FORM}"  # what was sealed has four bars: one more opens nothing
            data = open_field(key, place.encode(), bytes(sealed))
            yield row, _JSON.raw_decode(data.decode("utf-8", "surrogatepass"))[0]

    def digest(self, kind: str, value: str) -> str:
        """Return the blind index of a value in its one form (:mod:`legation.consular.contact`), as the database has it."""
        return blind_index(self._keyring, kind, value).hex()

    def put_indexes(self, subject: str, values: dict[str, Iterable[str]]) -> None:
        """Let a subject be found by some values and by no others: by kind ``phone``, ``email``, ``document``."""
        wanted = {(kind, self.digest(kind, value)) for kind, many in values.items() for value in many}
        there = {(one.kind, one.digest): one.pk for one in BlindIndex.objects.filter(subject=subject)}
        BlindIndex.objects.filter(pk__in=[pk for place, pk in there.items() if place not in wanted]).delete()
        new = [BlindIndex(kind=kind, digest=digest, subject=subject) for kind, digest in sorted(wanted - there.keys())]
        BlindIndex.objects.bulk_create(new, batch_size=_BATCH)

    def find(self, kind: str, value: str) -> list[str]:
        """Return the subjects with a value, in the order of their ids."""
        return sorted(BlindIndex.objects.filter(kind=kind, digest=self.digest(kind, value)).values_list("subject", flat=True))

    def _key(self, subject: str) -> bytes:
        found = self._keys.get(subject)
        if found is not None:
            return found
        row = SubjectKey.objects.filter(pk=subject).first()
        if row is None:
            raise Shredded(Message("desk-retention.shredded"))
        wrapped = bytes(row.wrapped)
        ring = self._keyring if wrapped_version(wrapped) in self._keyring.roots else self.keyring
        key = unwrap_key(ring, subject, wrapped)
        with self._lock:
            self._keys[subject] = key
        return key

    def _open_again(self) -> None:
        written = _written_at()
        lock()
        try:
            self._keyring = open_keyring()
        except NotAvailable as error:
            raise NotAvailable(Message("desk-retention.rotated")) from error
        self._written = written


def subject_of(row: Model) -> str:
    """Return the subject whose key encrypts the fields of a row: the one that it names, the household of a message, else the row itself."""
    named = getattr(row, "subject", None) or (getattr(row, "household_id", None) if row._meta.model_name == "message" else None)
    return str(named or row.pk)


def _row_of(row: Model) -> str:
    """Return the id of a row as its fields are bound to it; rows that the database numbers are bound to their subject alone."""
    return str(row.pk) if row._meta.pk is not None and row._meta.pk.get_internal_type() == "CharField" else "-"


def _place(model: type[Model], row: str, column: str, subject: str) -> bytes:
    return field_aad(model._meta.db_table, row, column, subject, FORM)


def _filled(value: Any) -> bytes:
    """Return a value as JSON, with spaces to the next multiple of 64 bytes.

    >>> len(_filled({"status": "safe"})), len(_filled({"status": "injured"}))
    (64, 64)
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return text + b" " * (-len(text) % _FILL)


def _written_at() -> int:
    try:
        return keyring_path().stat().st_mtime_ns
    except OSError:  # the medium was taken out after the desk had opened it: what is in memory still holds
        return 0


_VAULTS: list[Vault] = []


def vault() -> Vault:
    """Return the vault of this process, which is opened when it is first needed."""
    if not _VAULTS:
        _VAULTS.append(Vault())
    return _VAULTS[0]


def forget_in_vault(subjects: Iterable[str]) -> None:
    """Forget the keys of destroyed subjects in the memory of this process, where its vault is open."""
    for one in _VAULTS:
        one.forget(subjects)


def close_vault() -> None:
    """Forget every key of this process: the keyring is opened anew when it is next needed."""
    _VAULTS.clear()
    lock()
