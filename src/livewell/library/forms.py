"""What is typed about an item: what somebody gives, its words, what it is found by, and what readers say."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.library.rules import (
    CONDITION_TAGS,
    FIVE_WAYS,
    KIND_LABELS,
    LANGUAGE_TAGS,
    LATEST_REVIEW,
    LONGEST_BODY,
    LONGEST_CREDIT,
    LONGEST_OPINION,
    LONGEST_SENTENCE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    NEED_TAGS,
    READERS_LABELS,
    WHOM_TAGS,
    FiveWay,
    Kind,
    Readers,
)
from livewell.library.rules.files import LONGEST_ALT, LONGEST_WORDS
from livewell.library.rules.searching import CHOICES, Row, Sought

TRAP = "company"
"""A box that people do not see. Programs that fill in every box fill it in."""

CHOOSE = {
    "kinds": [(kind.value, label) for kind, label in KIND_LABELS.items()],
    "readers": [(readers.value, label) for readers, label in READERS_LABELS.items()],
    "languages": list(LANGUAGE_TAGS.items()),
    "conditions": list(CONDITION_TAGS.items()),
    "needs": list(NEED_TAGS.items()),
    "ways": [(way.value, label) for way, label in FIVE_WAYS.items()],
    "whom": list(WHOM_TAGS.items()),
}
"""What can be chosen for an item, by the name of its field."""

SEARCH_CHOICES = {name: list(choices.items()) for name, (_, choices) in CHOICES.items()}


@dataclass(frozen=True)
class Words:
    """What a version says; the body is Markdown."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True)
class Given:
    """What somebody gives to the library, and how they wish to be named; "" for nobody and no answer."""

    kind: Kind
    words: Words
    credit: str
    reply_to: str


@dataclass(frozen=True)
class Details:
    """What an item is, who may read it and what it is found by."""

    kind: Kind
    readers: Readers
    language: str
    easy: bool
    conditions: tuple[str, ...]
    needs: tuple[str, ...]
    ways: tuple[FiveWay, ...]
    whom: tuple[str, ...]
    credit: str


@dataclass(frozen=True)
class Publishing:
    """Who keeps it right from now on, and when they look at it again."""

    owner: UUID
    review_on: date


def filled(sought: Sought) -> Form:
    """The search form with a search in it, as it was understood."""
    return Form(dict(sought.pairs()))


def said_of(row: Row) -> str:
    """What a line in an answer says of an item besides its words."""
    about = [NEED_TAGS[one] for one in row.needs] + [CONDITION_TAGS[one] for one in row.conditions]
    about += ["Easy Read"] if row.easy else []
    about += [LANGUAGE_TAGS[row.language]] if row.language != "en" else []
    return ", ".join([*about, *(["Staff only"] if row.readers == Readers.STAFF.value else [])])


def is_trapped(form: Form) -> bool:
    """Whether it was no person who filled in the form."""
    return bool(form.typed(TRAP).strip())


def read_words(form: Form) -> Words | None:
    """What a version says, or None with what has to be put right."""
    title = form.text("title", "The title", required="Give it a title", longest=LONGEST_TITLE)
    summary = form.text(
        "summary", "What it is, in a sentence", required="Say in a sentence what it is", longest=LONGEST_SUMMARY
    )
    body = form.text("body", "The text", required="Write the text", longest=LONGEST_BODY)
    return Words(title, " ".join(summary.split()), body) if form.ok else None


def read_given(form: Form) -> Given | None:
    """What somebody gives, or None with what has to be put right."""
    kind = form.one_of("kind", CHOOSE["kinds"], required="Choose what it is")
    words = read_words(form)
    credit = form.text("credit", "The name", longest=LONGEST_CREDIT)
    reply_to = form.email("reply_to")
    if not form.ok or words is None or kind is None:
        return None
    return Given(Kind(kind), words, credit, reply_to)


def read_details(form: Form) -> Details | None:
    """What an item is and what it is found by, or None with what has to be put right."""
    kind = form.one_of("kind", CHOOSE["kinds"], required="Choose what it is")
    readers = form.one_of("readers", CHOOSE["readers"], required="Say who may read it")
    language = form.one_of("language", CHOOSE["languages"], required="Choose the language it is written in")
    easy = form.yes("easy")
    needs = form.many("needs", CHOOSE["needs"])
    conditions = form.many("conditions", CHOOSE["conditions"])
    ways = form.many("ways", CHOOSE["ways"])
    whom = form.many("whom", CHOOSE["whom"])
    credit = form.text("credit", "The name", longest=LONGEST_CREDIT)
    if not form.ok or kind is None or readers is None or language is None:
        return None
    return Details(
        kind=Kind(kind),
        readers=Readers(readers),
        language=language,
        easy=easy,
        conditions=tuple(conditions),
        needs=tuple(needs),
        ways=tuple(FiveWay(way) for way in ways),
        whom=tuple(whom),
        credit=credit,
    )


def read_review_day(form: Form) -> date | None:
    """When somebody looks at it again, or None with what has to be put right."""
    today = clock.today()
    required = "Say on which day somebody looks at it again"
    day = form.day("review", "The day", required=required, not_after=today + LATEST_REVIEW)
    if day is not None and day <= today:
        form.error("review", "The day must be in the future", ("review-day", "review-month", "review-year"))
    return day if form.ok else None


def read_publishing(form: Form, keepers: list[tuple[str, str]]) -> Publishing | None:
    """Who keeps it right and until when, or None with what has to be put right."""
    owner = form.one_of("owner", keepers, required="Choose who keeps it right")
    review_on = read_review_day(form)
    return Publishing(UUID(owner), review_on) if form.ok and owner and review_on else None


def read_sentence(form: Form, field: str, required: str) -> str | None:
    """A sentence that has to be said, or None."""
    said = form.text(field, "The sentence", required=required, longest=LONGEST_SENTENCE)
    return said if form.ok else None


def read_file_words(form: Form) -> str | None:
    """What a picture shows or a recording says; whether there must be any is for the file to say."""
    words = form.text("alt", "What it shows or says", longest=LONGEST_WORDS)
    return words if form.ok else None


def read_opinion(form: Form) -> tuple[bool, str] | None:
    """Whether it was helpful and what somebody says beside it, or None with what has to be put right."""
    helpful = form.yes_or_no("helpful", required="Say whether it was helpful")
    words = form.text("words", "What you say", longest=LONGEST_OPINION)
    return (helpful, words) if form.ok and helpful is not None else None


def shortened(alt: str) -> str:
    """What a picture shows, in one line."""
    return " ".join(alt.split())[:LONGEST_ALT]
