"""The version of the code, as it was installed."""

from importlib.metadata import version

__all__ = ["VERSION"]

VERSION = version("legation")
