"""Trees of source texts, each parsed once by a process: seven tests read every module of the source, and none of them changes a tree."""

from __future__ import annotations

import ast
import functools

__all__ = ["tree_of"]


@functools.cache
def tree_of(source: str) -> ast.Module:
    """Return the tree of a source text; it is the same one for all who ask, to be read only.

    >>> tree_of("a = 1") is tree_of("a = 1")
    True
    """
    return ast.parse(source)
