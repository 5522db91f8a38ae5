"""Writing scores down, putting them right and scoring them again; licence packs; what the site uses."""

from livewell.measures.actions.choices import choose
from livewell.measures.actions.packs import load_pack, withdraw_pack
from livewell.measures.actions.scores import Recorded, correct, record, rescore

__all__ = ["Recorded", "choose", "correct", "load_pack", "record", "rescore", "withdraw_pack"]
