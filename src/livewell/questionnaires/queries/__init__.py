"""What is read about questions that people were asked: the askings, the sheet to fill in, and what came of it."""

from livewell.questionnaires.queries.asked import (
    AskingSeen,
    Reach,
    asked_on,
    asking,
    asking_behind,
    by_reference,
    link_writer,
    open_for,
    own_asking,
    reach,
)
from livewell.questionnaires.queries.results import (
    MeasuresPanel,
    OwnResult,
    own_measures,
    own_result,
    panel,
    result,
    suggestion_for,
)

__all__ = [
    "AskingSeen",
    "MeasuresPanel",
    "OwnResult",
    "Reach",
    "asked_on",
    "asking",
    "asking_behind",
    "by_reference",
    "link_writer",
    "open_for",
    "own_asking",
    "own_measures",
    "own_result",
    "panel",
    "reach",
    "result",
    "suggestion_for",
]
