"""The questions that a negotiator asks, one a file; the place to add a capability."""

from legation.questions.answer import Answer, AnswerTable, Finding, Provenance
from legation.questions.asking import ask
from legation.questions.case import Case
from legation.questions.question import Option, Question
from legation.questions.registry import find, questions

__all__ = ["Answer", "AnswerTable", "Case", "Finding", "Option", "Provenance", "Question", "ask", "find", "questions"]
