"""What was planned for a group, as it is typed."""

from livewell.groups.rules import LONGEST_WORDS
from livewell.groups.rules.planning import MOST_MINUTES, MOST_PENCE, MOST_PEOPLE, Plan
from livewell.kit.forms import Form


def filled(plan: Plan | None, version: int) -> Form:
    """A plan in its boxes."""
    if plan is None:
        return Form.blank({"version": version})
    return Form.blank(
        {
            "pounds": "" if plan.pence is None else f"{plan.pence / 100:.2f}".removesuffix(".00"),
            "hours": "" if plan.minutes is None else f"{plan.minutes / 60:.2f}".rstrip("0").rstrip("."),
            "people": "" if plan.people is None else plan.people,
            "until": plan.until,
            "words": plan.words,
            "version": version,
        }
    )


def read_plan(form: Form) -> Plan | None:
    """A plan, or None with what has to be put right."""
    pounds = form.number("pounds", "The money", lowest=0, highest=MOST_PENCE // 100, places=2)
    hours = form.number("hours", "The hours", lowest=0, highest=MOST_MINUTES // 60, places=2)
    people = form.whole_number("people", "The people", lowest=1, highest=MOST_PEOPLE)
    until = form.day("until", "The day", required="Say until which day the plan goes")
    words = form.text("words", "On what it rests", longest=LONGEST_WORDS)
    if form.ok and pounds is None and hours is None and people is None:
        form.error("pounds", "Plan at least one of the three: money, the team’s time, or people")
    if not form.ok or until is None:
        return None
    return Plan(
        pence=None if pounds is None else round(pounds * 100),
        minutes=None if hours is None else round(hours * 60),
        people=people,
        until=until,
        words=words,
    )
