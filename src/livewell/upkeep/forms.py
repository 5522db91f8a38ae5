"""What is typed on the pages that keep the directory true, read into dataclasses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.assets.rules import (
    CHECKED_LABELS,
    FEATURE_LABELS,
    KIND_LABELS,
    LANGUAGES,
    PLACE_FEATURES,
    AssetKind,
    Checked,
    Feature,
)
from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.upkeep.rules.coverage import MILES_FOR_GAPS, USUAL_MILES
from livewell.upkeep.rules.freshness import SINCE_LABELS, Since
from livewell.upkeep.rules.merging import FIELDS, Side
from livewell.upkeep.rules.problems import CHOICES, DECISIONS, TOPIC_LABELS, ProblemState, Topic
from livewell.upkeep.rules.visits import (
    ALSO_LABELS,
    FOLLOW_ON_LABELS,
    PLANNED_WITHIN,
    SAYS_HINTS,
    SAYS_LABELS,
    VOUCHES_FOR_DAYS,
    WRITTEN_DOWN_WITHIN,
    FollowOn,
    Says,
)

PLACE_CHOICES = [(feature.value, FEATURE_LABELS[feature]) for feature in PLACE_FEATURES]
GROUP_CHOICES = [(feature.value, label) for feature, label in FEATURE_LABELS.items() if feature not in PLACE_FEATURES]
LANGUAGE_CHOICES = [(code, name) for code, name in LANGUAGES.items() if code != "en"]
FOLLOW_ON_CHOICES = [(one.value, label) for one, label in FOLLOW_ON_LABELS.items()]
SAYS_CHOICES = [(says.value, label, SAYS_HINTS[says]) for says, label in SAYS_LABELS.items()]
NOTHING_MORE = FollowOn.INFORMATION_ONLY.value
ALSO_CHOICES = [(also.value, label) for also, label in ALSO_LABELS.items()]
KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]
TOPIC_CHOICES = [(topic.value, TOPIC_LABELS[topic]) for topic in CHOICES]
DECISION_CHOICES = [(state.value, label) for state, label in DECISIONS.items()]
SINCE_CHOICES = [(since.value, label) for since, label in SINCE_LABELS.items()]
MILES_CHOICES = [(str(miles), "1 mile" if miles == 1 else f"{miles} miles") for miles in MILES_FOR_GAPS]
HOW_CHOICES = [(how.value, CHECKED_LABELS[how]) for how in (Checked.PHONED, Checked.DOCUMENT)]
"""A visit has a form of its own, and owners confirm for themselves."""


@dataclass(frozen=True)
class Visited:
    """What was found on a visit."""

    visited_on: date
    met: str
    explained: bool | None
    materials: str
    serves: str
    offers: str
    access: str
    features: tuple[Feature, ...]
    languages: tuple[str, ...]
    welcoming: bool | None
    group_size: int | None
    cost: str
    wishes: str
    follow_ons: tuple[FollowOn, ...]
    says: Says
    also: tuple[str, ...]


@dataclass(frozen=True)
class NewPlace:
    """What a listing begins with, when there was none before the visit."""

    name: str
    kind: AssetKind
    place_name: str
    postcode: str


@dataclass(frozen=True)
class Wrong:
    """A report that something is wrong."""

    topic: Topic
    words: str
    reply_to: str


@dataclass(frozen=True)
class Decision:
    """What became of a report."""

    to: ProblemState
    sentence: str


@dataclass(frozen=True)
class MadeSure:
    """Somebody made sure of a listing without going there."""

    how: Checked
    what: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Looked:
    """What the list of listings to make sure of is narrowed to."""

    since: Since
    ward: str
    page: int


@dataclass(frozen=True)
class Chosen:
    """What two listings become: the side of each field, and whose address stays."""

    sides: dict[str, Side]
    keep: Side


def read_visit(form: Form, *, new: bool) -> Visited | None:
    """A visit, or None with what has to be put right. A new listing says what the visit says, so nothing is asked."""
    today = clock.today()
    required = "Say on which day you were there"
    visited_on = form.day(
        "visited", "The day", required=required, not_before=today - WRITTEN_DOWN_WITHIN, not_after=today
    )
    met = form.text("met", "Who you met", longest=200)
    serves = form.text("serves", "Who it serves", longest=1000)
    offers = form.text("offers", "What it offers", required="Say what it offers", longest=4000)
    access = form.text("access", "How accessible it is", longest=2000)
    features = form.many("place_features", PLACE_CHOICES) + form.many("group_features", GROUP_CHOICES)
    languages = form.many("languages", LANGUAGE_CHOICES)
    welcoming = form.yes_or_no("welcoming")
    group_size = form.whole_number("group_size", "How many usually come", lowest=1, highest=5000)
    cost = form.text("cost", "What it costs", longest=200)
    explained = form.yes_or_no("explained")
    materials = form.text("materials", "What you left", longest=200)
    follow_ons = form.many("follow_ons", FOLLOW_ON_CHOICES, alone=NOTHING_MORE)
    wishes = form.text("wishes", "What they would like", longest=2000)
    also = form.many("also", ALSO_CHOICES)
    says = (
        Says.RIGHT.value
        if new
        else form.one_of("says", SAYS_CHOICES, required="Say whether the listing is right after your visit")
    )
    long_ago = visited_on is not None and (today - visited_on).days > VOUCHES_FOR_DAYS
    if long_ago and new:
        form.error("visited", "A listing begins with a visit of the last month. Ring them first, or go again")
    elif long_ago and says != Says.NOT_RIGHT.value:
        form.error("says", "A visit more than a month ago cannot say that the listing is right today")
    if not form.ok or visited_on is None or says is None:
        return None
    return Visited(
        visited_on=visited_on,
        met=met,
        explained=explained,
        materials=materials,
        serves=serves,
        offers=offers,
        access=access,
        features=tuple(Feature(one) for one in features),
        languages=tuple(languages),
        welcoming=welcoming,
        group_size=group_size,
        cost=cost,
        wishes=wishes,
        follow_ons=tuple(FollowOn(one) for one in follow_ons),
        says=Says(says),
        also=tuple(also),
    )


def read_new_place(form: Form) -> NewPlace | None:
    """What a listing begins with, or None with what has to be put right."""
    name = form.text("name", "The name", required="Say what it is called", longest=160)
    kind = form.one_of("kind", KIND_CHOICES, required="Choose what kind of thing it is")
    place_name = form.text("place_name", "The place", longest=160)
    postcode = form.postcode("postcode", "The postcode")
    if not form.ok or kind is None:
        return None
    return NewPlace(name, AssetKind(kind), place_name, postcode)


def read_plan(form: Form) -> date | None:
    """The day on which somebody means to go: today, or in the year to come."""
    today = clock.today()
    required = "Say on which day you mean to go"
    return form.day("planned", "The day", required=required, not_before=today, not_after=today + PLANNED_WITHIN)


def read_outcome(form: Form, follow_on: UUID) -> str | None:
    """What came of something they asked for, or None."""
    sentence = form.text(f"sentence-{follow_on}", "What came of it", required="Say what came of it", longest=200)
    return sentence if form.ok else None


def read_wrong(form: Form) -> Wrong | None:
    """A report, or None with what has to be put right. Something else needs words, the other topics speak themselves."""
    topic = form.one_of("topic", TOPIC_CHOICES, required="Choose what is wrong")
    needs_words = topic in (Topic.OTHER.value, Topic.NOT_AS_DESCRIBED.value)
    words = form.text("words", "What is wrong", required="Say what is wrong" if needs_words else None, longest=2000)
    reply_to = form.email("email")
    if not form.ok or topic is None:
        return None
    return Wrong(Topic(topic), words, reply_to)


def read_decision(form: Form) -> Decision | None:
    """What became of a report, or None with what has to be put right."""
    to = form.one_of("decision", DECISION_CHOICES, required="Choose what you found")
    sentence = form.text("sentence", "The answer", required="Write a sentence for whoever told us", longest=1000)
    if not form.ok or to is None:
        return None
    return Decision(ProblemState(to), sentence)


def read_made_sure(form: Form) -> MadeSure | None:
    """How somebody made sure, or None with what has to be put right."""
    how = form.one_of("how", HOW_CHOICES, required="Say how you made sure")
    what = form.many("also", ALSO_CHOICES)
    note = form.text("note", "The note", longest=1000)
    if not form.ok or how is None:
        return None
    return MadeSure(Checked(how), tuple(what), note)


def read_look(form: Form) -> Looked:
    """What a list is narrowed to; nonsense counts as not said."""
    since, page = form.typed("since"), form.typed("page")
    return Looked(
        since=Since(since) if since in set(Since) else Since.NINE,
        ward=form.typed("ward").strip()[:12],
        page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004
    )


def read_miles(form: Form) -> int:
    """How near something must be not to be missing."""
    typed = form.typed("miles")
    return int(typed) if typed in {str(miles) for miles in MILES_FOR_GAPS} else USUAL_MILES


def read_merge(form: Form) -> Chosen | None:
    """The side of every field that was asked about, or None with what has to be put right."""
    sides = {}
    for field in FIELDS:
        if not form.typed(field.name):
            continue
        chosen = form.one_of(field.name, [side.value for side in Side])
        if chosen is not None:
            sides[field.name] = Side(chosen)
            if sides[field.name] is Side.BOTH and not field.listed:
                form.error(field.name, "Choose one of the two")
    keep = form.one_of("keep", [Side.LEFT.value, Side.RIGHT.value], required="Choose which address stays")
    if not form.ok or keep is None:
        return None
    return Chosen(sides, Side(keep))
