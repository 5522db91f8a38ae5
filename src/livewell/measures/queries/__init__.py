"""What may be used here, the scores of a journey, and what they mean together."""

from livewell.measures.queries.licence_packs import PackSeen, pack, packs
from livewell.measures.queries.panels import Panel, panel, panel_for, panel_of
from livewell.measures.queries.scores import PartSeen, ScoreSeen, all_scores, scores
from livewell.measures.queries.usable import Duty, PackInUse, Usable, all_usable, duty, for_duty, usable

__all__ = [
    "Duty",
    "PackInUse",
    "PackSeen",
    "Panel",
    "PartSeen",
    "ScoreSeen",
    "Usable",
    "all_scores",
    "all_usable",
    "duty",
    "for_duty",
    "pack",
    "packs",
    "panel",
    "panel_for",
    "panel_of",
    "scores",
    "usable",
]
