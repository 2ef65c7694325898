"""Digital or cyber? Three tests on the words of an activity, and the label that follows."""

from legation.methods.text.diplomacy.filing import Answered, Filing, Label, Reason, Silence, Word, label_of
from legation.methods.text.diplomacy.models import Method
from legation.methods.text.diplomacy.reading import LONGEST, file_activity

__all__ = ["LONGEST", "Answered", "Filing", "Label", "Method", "Reason", "Silence", "Word", "file_activity", "label_of"]
