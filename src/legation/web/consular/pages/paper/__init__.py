"""Pages of paper: what is printed in a crisis, and where what it brings back is entered."""

from legation.web.consular.pages.paper import entering, printing

__all__ = ["entering", "printing"]
