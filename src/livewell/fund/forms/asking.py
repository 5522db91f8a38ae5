"""What an applicant types: who they are, what they ask for, an answer, and what came of it."""

from dataclasses import dataclass

from livewell.assets.rules import WAY_LABELS
from livewell.fund.forms import money_typed, read_money
from livewell.fund.rules import LONGEST_LINE, LONGEST_STORY, LONGEST_WORDS, MOST_PEOPLE
from livewell.kit.forms import Choices, Form
from livewell.stories.rules import REACH_LABELS, Reach

WAYS = [(way.value, label) for way, label in WAY_LABELS.items()]
REACHES = [(reach.value, label) for reach, label in REACH_LABELS.items()]
WHOM_LONGEST = 120


@dataclass(frozen=True)
class Who:
    """Who asks. `email` is "" only where somebody of the team writes it down for them."""

    name: str
    email: str
    phone: str
    group_name: str


@dataclass(frozen=True)
class Asked:
    """What is asked for; half-written, anything may be missing. `pence` and `how_many` are None until they are said."""

    what: str
    who_for: str
    how_many: int | None
    ward: str
    way: str
    pence: int | None
    costs: str
    other_money: str
    kept_safe: str
    afterwards: str


@dataclass(frozen=True)
class Reported:
    """What came of an award."""

    story: str
    reach: Reach
    people: int
    times_met: int | None
    spent_pence: int
    still_going: bool | None
    learned: str


WORDS = {
    "what": "What you would do",
    "who_for": "Who it is for",
    "costs": "What it is spent on",
    "other_money": "Other money",
    "kept_safe": "How people are safe and welcome",
    "afterwards": "What comes after",
}
"""The texts of an application, as they are shown beside each other when two wrote at once."""


def in_words(asked: Asked) -> dict[str, str]:
    """What was typed, text by text, so that nothing is lost when somebody else saved first."""
    return {label: str(getattr(asked, name)) for name, label in WORDS.items()}


def read_who(form: Form, *, needs_email: bool) -> Who | None:
    """Who asks, or None with what has to be put right. Somebody helped may have a phone number in place of an address."""
    name = form.text("name", "Your name", required="Say what you are called", longest=WHOM_LONGEST)
    email = form.email("email", required="Type your email address" if needs_email else None)
    phone = form.phone("phone")
    group = form.text("group_name", "The name of your group", longest=LONGEST_LINE)
    return Who(name, email.lower(), phone, group) if form.ok else None


def read_asked(form: Form, wards: Choices, *, most: int, sending: bool) -> Asked | None:
    """What is asked for, or None with what has to be put right. Only for `sending` must it be whole."""

    def needed(sentence: str) -> str | None:
        return sentence if sending else None

    what = form.text("what", "What you would do", required=needed("Say what you would do"), longest=LONGEST_WORDS)
    who_for = form.text("who_for", "Who it is for", required=needed("Say who it is for"), longest=LONGEST_WORDS)
    how_many = form.whole_number(
        "how_many", "How many people", lowest=1, highest=MOST_PEOPLE, required=needed("Say about how many people")
    )
    ward = form.one_of("ward", wards)
    way = form.one_of("way", WAYS)
    lowest = 1 if sending else 0
    pence = read_money(
        form, "pounds", "How much", required=needed("Say how much you ask for"), lowest=lowest, most=most
    )
    costs = form.text("costs", "What it is spent on", required=needed("Say what it is spent on"), longest=LONGEST_WORDS)
    other = form.text("other_money", "Other money", longest=LONGEST_WORDS)
    safe = form.text(
        "kept_safe",
        "How people are safe",
        required=needed("Say how people are safe and welcome"),
        longest=LONGEST_WORDS,
    )
    after = form.text("afterwards", "What comes after", longest=LONGEST_WORDS)
    if not form.ok:
        return None
    return Asked(what, who_for, how_many, ward or "", way or "", pence, costs, other, safe, after)


def asked_as_form(asked: Asked, version: int) -> Form:
    """The form with what was said so far in it."""
    values: dict[str, object] = {
        "what": asked.what,
        "who_for": asked.who_for,
        "how_many": asked.how_many,
        "ward": asked.ward,
        "way": asked.way,
        "pounds": money_typed(asked.pence),
        "costs": asked.costs,
        "other_money": asked.other_money,
        "kept_safe": asked.kept_safe,
        "afterwards": asked.afterwards,
        "version": version,
    }
    return Form.blank(values)


def read_answer(form: Form) -> str | None:
    """An answer to what the fund asked, or None with what has to be put right."""
    answer = form.text("answer", "Your answer", required="Type your answer", longest=LONGEST_WORDS)
    return answer if form.ok else None


def read_report(form: Form) -> Reported | None:
    """What came of it, or None with what has to be put right."""
    story = form.text("story", "The story", required="Tell in a few words what happened", longest=LONGEST_STORY)
    people = form.whole_number(
        "people", "How many people", lowest=0, highest=MOST_PEOPLE, required="Say about how many people came"
    )
    times = form.whole_number("times_met", "How often you met", lowest=0, highest=3000)
    spent = read_money(form, "spent", "What was spent", required="Say how much was spent; 0 if nothing was")
    going = form.yes_or_no("still_going")
    learned = form.text("learned", "What you learned", longest=LONGEST_WORDS)
    reach = form.one_of("reach", REACHES, required="Say who may read your story")
    if not form.ok or people is None or spent is None or reach is None:
        return None
    return Reported(story, Reach(reach), people, times, spent, going, learned)


def report_as_form(report: Reported, version: int) -> Form:
    """The form with a report in it."""
    values: dict[str, object] = {
        "story": report.story,
        "people": report.people,
        "times_met": report.times_met,
        "spent": money_typed(report.spent_pence),
        "still_going": report.still_going,
        "learned": report.learned,
        "reach": report.reach.value,
        "version": version,
    }
    return Form.blank(values)
