"""The pages, one file for each family of them. Importing this package declares every route: a file that stands here is enough."""

from importlib import import_module
from pkgutil import walk_packages

from legation.web.forms import saving  # noqa: F401 - the action that settles conflicts

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
