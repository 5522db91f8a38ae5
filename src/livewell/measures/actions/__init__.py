"""Writing scores down, putting them right and scoring them again; licence packs; what the site uses."""

from livewell.measures.actions.scores import Recorded, correct, record, rescore

__all__ = ["Recorded", "correct", "record", "rescore"]
