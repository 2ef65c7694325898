"""Keys of a house that stores what others may not read: one keyring, a key for each subject, and what is sealed for whom has none.

A :class:`Keyring` has root keys by version, a key of indexes, private sealing keys by version and a signing key. It stands in a file of its
own (:func:`write_keyring`), opened by a passphrase, and once on paper (:func:`recovery_sheet`). A field is encrypted with the key of its
subject (:func:`seal_field`); that key is wrapped by a root key (:func:`wrap_key`), so whoever deletes the wrapped key makes the fields
unreadable. What a machine without a private key receives is sealed for the keyring (:func:`seal_to`, HPKE of RFC 9180).

The extra ``web`` brings what encrypts; nothing of it is loaded before it is used.
"""

from legation.keys.fields import blind_index, field_aad, open_field, seal_field, unwrap_key, unwrap_keys, wrap_key, wrapped_version
from legation.keys.files import WrongPassphrase, read_keyring, write_keyring
from legation.keys.keyring import Keyring, new_keyring, with_new_root, with_new_sealing, without_root, without_sealing
from legation.keys.recovery import from_recovery_sheet, recovery_sheet
from legation.keys.sealing import open_sealed, seal_to, sign, verify

__all__ = [
    "Keyring",
    "WrongPassphrase",
    "blind_index",
    "field_aad",
    "from_recovery_sheet",
    "new_keyring",
    "open_field",
    "open_sealed",
    "read_keyring",
    "recovery_sheet",
    "seal_field",
    "seal_to",
    "sign",
    "unwrap_key",
    "unwrap_keys",
    "verify",
    "with_new_root",
    "with_new_sealing",
    "without_root",
    "without_sealing",
    "wrap_key",
    "wrapped_version",
    "write_keyring",
]
