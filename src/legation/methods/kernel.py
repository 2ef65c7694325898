"""The one way in which a function is compiled: machine code, made at its first call and kept for later processes.

Only modules of kernels import this, so that nothing loads the compiler before it computes. The machine code that an earlier process kept is
loaded without the compiler's own library of functions, which is needed only to compile: that saves half a second of each new process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, overload

import numba
from numba.core import event
from numba.core.caching import FunctionCache
from numba.core.runtime.nrt import rtsys

from legation.methods.compiling import tell_compiling

__all__ = ["kernel"]


class _CompiledFiles(FunctionCache):
    """Machine code in files, as numba keeps it; the library of functions is loaded only where some must be compiled."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            found = self._load_overload(sig, target_context)  # type: ignore[no-untyped-call]
            if found is not None:
                return found
        return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]


class _Listener(event.Listener):
    """Tells that a kernel is being compiled."""

    def on_start(self, event: Any) -> None:  # noqa: ARG002 - numba's own names
        tell_compiling()

    def on_end(self, event: Any) -> None:
        pass


event.register("numba:compile", _Listener())  # type: ignore[no-untyped-call]


@overload
def kernel(function: Callable[..., Any], /) -> Any: ...
@overload
def kernel(**options: Any) -> Callable[[Callable[..., Any]], Any]: ...


def kernel(function: Callable[..., Any] | None = None, /, **options: Any) -> Any:
    """Compile a function at its first call with arguments of given types, and keep the machine code.

    It runs without Python's lock. Where files can be kept says :func:`legation.kernel_cache.keep_kernels`.

    Parameters
    ----------
    function : callable
        Of numbers, arrays and tuples of them.
    **options
        Of numba: ``inline="always"``, ``forceinline=True``.
    """
    if function is None:
        return lambda given: kernel(given, **options)
    compiled = numba.njit(nogil=True, **options)(function)
    compiled._cache = _CompiledFiles(function)  # type: ignore[no-untyped-call]  # as cache=True does, with its own cache
    return compiled
