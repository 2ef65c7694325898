"""TAXII 2.1: collections of STIX read from a server that a person names, and objects added to one.

Nothing is asked for unless somebody calls one of these functions with an address; nothing is sent but the request, the objects that
:func:`push` is given and, to that host and port alone, the name or token that they gave. The line is ``https`` with a checked certificate.
A server that moves the request elsewhere, or names roots on another host, is not followed: the person names that address themselves.
Answers are limited in size, time, number and nesting; a server that repeats a page, or never ends, is left, and the result says that it is
not complete.

>>> from legation.sources import taxii
>>> taxii.Server(url="http://taxii.example.org/")
Traceback (most recent call last):
...
legation.errors.WrongUse: The address of a TAXII server must be https://HOST/PATH, without a name or password in it \
(got “http://taxii.example.org/”). Correct it.
"""

from __future__ import annotations

from legation.sources.taxii.client import BETWEEN, Collection, Discovery, Pulled, Pushed, collections, discover, meant, pull, push
from legation.sources.taxii.connection import Login, Server, Token

__all__ = [
    "BETWEEN",
    "Collection",
    "Discovery",
    "Login",
    "Pulled",
    "Pushed",
    "Server",
    "Token",
    "collections",
    "discover",
    "meant",
    "pull",
    "push",
]
