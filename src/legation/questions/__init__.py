"""The questions that a negotiator asks, one a file; the place to add a capability."""

from legation.questions.answer import Answer, AnswerTable, Finding, Provenance
from legation.questions.base import inputs
from legation.questions.base.ask import ask
from legation.questions.base.case import Case
from legation.questions.base.registry import find, questions
from legation.questions.question import Option, Question

__all__ = ["Answer", "AnswerTable", "Case", "Finding", "Option", "Provenance", "Question", "ask", "find", "inputs", "questions"]
