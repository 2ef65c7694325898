"""The lint of a draft statement, in French and English."""

from legation.briefing.lint.finding import RULES, Finding, blocking, plain
from legation.briefing.lint.linting import LONGEST, lint

__all__ = ["LONGEST", "RULES", "Finding", "blocking", "lint", "plain"]
