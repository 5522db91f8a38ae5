"""What volunteers are trained in, and for how long each counts."""

from datetime import date

TOPICS: dict[str, tuple[str, int | None]] = {
    "induction": ("Induction: who we are and how we work", None),
    "safeguarding": ("Keeping people safe", 3),
    "listening": ("Listening well", 3),
    "boundaries": ("Being friendly within limits", 3),
    "confidentiality": ("What stays between us", 3),
    "lone_working": ("Out and about on your own", 2),
    "groups": ("Helping a group along", 3),
    "food_hygiene": ("Food hygiene", 3),
    "first_aid": ("First aid", 3),
    "moving_safely": ("Helping somebody to move about safely", 1),
    "driving": ("Giving lifts", 1),
    "training_others": ("Helping others to learn", 3),
}
"""A topic -> what it is called, and for how many years it counts (None: for always). Our own policy."""

TOPIC_CHOICES: tuple[tuple[str, str], ...] = tuple((code, label) for code, (label, _) in TOPICS.items())


def topic_label(topic: str) -> str:
    """What a topic is called; its code where it is none of ours any more."""
    return TOPICS[topic][0] if topic in TOPICS else topic.replace("_", " ")


def last_day_of_training(topic: str, done_on: date) -> date | None:
    """The last day on which a training counts; None for always."""
    years = TOPICS[topic][1]
    if years is None:
        return None
    try:
        return done_on.replace(year=done_on.year + years)
    except ValueError:
        return done_on.replace(year=done_on.year + years, day=28)
