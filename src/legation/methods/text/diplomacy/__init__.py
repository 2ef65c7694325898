"""Digital or cyber? Three tests on the words of an activity, and the label that follows."""

from legation.methods.text.diplomacy.filing import Answered, Filing, Label, Reason, Word, label_of
from legation.methods.text.diplomacy.reading import LONGEST, file_activity

__all__ = ["LONGEST", "Answered", "Filing", "Label", "Reason", "Word", "file_activity", "label_of"]
