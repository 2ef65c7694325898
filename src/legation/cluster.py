"""Where many runs of one method are computed: here, or on the Dask cluster that ``LEGATION_DASK`` names (``tcp://desk:8786``).

Methods know nothing of it: they hand their runs to joblib (:mod:`legation.methods.progress`), and joblib is told here. Workers run what the
scheduler hands them: a cluster belongs on a network of its own, with ``tls://`` beyond one machine.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message

__all__ = ["computing"]

_WAIT = 10
"""Seconds to wait for the scheduler."""


@contextlib.contextmanager
def computing() -> Iterator[None]:
    """Within it, runs go to the cluster that the environment names; where it names none, nothing is changed and nothing imported.

    Raises
    ------
    NotAvailable
        Where the cluster does not answer, has no worker, or has another version of this program: its numbers might be others.

    Examples
    --------
    >>> with computing():
    ...     pass
    """
    address = os.environ.get("LEGATION_DASK")
    if not address:
        yield
        return
    with _client(address), _sent():
        yield


@contextlib.contextmanager
def _sent() -> Iterator[None]:
    import joblib

    with joblib.parallel_config("dask"):
        yield


@contextlib.contextmanager
def _client(address: str) -> Iterator[None]:
    try:
        from distributed import Client
    except ImportError as error:
        raise NotAvailable(Message("computing.no-dask", why=str(error))) from error
    try:
        client: Any = Client(address, timeout=_WAIT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise NotAvailable(Message("computing.no-cluster", address=address, why=str(error) or type(error).__name__)) from error
    with client:
        versions = client.run(_version)
        if not versions:
            raise NotAvailable(Message("computing.no-workers", address=address))
        others = {found for found in versions.values() if found != _version()}
        if others:
            raise NotAvailable(Message("computing.other-version", found=tuple(sorted(others)), allowed=_version()))
        yield


def _version() -> str:
    """Return the version of this program where this is run; nothing where it is not there."""
    try:
        from legation.version import VERSION
    except ImportError:
        return "—"
    return str(VERSION)
