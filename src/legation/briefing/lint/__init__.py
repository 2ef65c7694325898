"""The lint of a draft statement, in French and English."""

from legation.briefing.lint.findings import RULES, Finding, blocking, plain
from legation.briefing.lint.rules import LONGEST, lint

__all__ = ["LONGEST", "RULES", "Finding", "blocking", "lint", "plain"]
