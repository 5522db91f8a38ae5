"""What an applicant reads: messages on the way, what was decided, and the same as a letter for whoever has no address."""

from dataclasses import dataclass

from livewell.fund.queries.applications import ApplicationSeen
from livewell.kit import clock, templates
from livewell.kit.dates import say_day
from livewell.kit.notify import Email


@dataclass(frozen=True)
class Mail:
    """The address of the site, the token of a fresh link to their pages, and the number that stays at every try."""

    address: str
    token: str
    message_id: str


def message(what: str, seen: ApplicationSeen, mail: Mail) -> Email:
    """The message for a piece of news about an application. KeyError for news that nobody hears."""
    subject, paragraphs = WORDS[what](seen)
    link = (
        f"Your pages, without a password:\n{mail.address}/fund/mine/link/{mail.token}\n"
        f"The link opens once. If it was used, ask for a fresh one: {mail.address}/fund/mine/link"
    )
    text = "\n\n".join(part for part in (f"Hello {seen.name},", *paragraphs, link, "Live Well") if part)
    return Email(to=seen.email, subject=f"{subject} ({seen.reference})", text=f"{text}\n", message_id=mail.message_id)


def _begun(seen: ApplicationSeen) -> tuple[str, list[str]]:
    return "Your application is begun", [
        f"You began to ask the small fund for money ({seen.pot_name}). Nothing is sent yet.",
        "You can stop at any time, come back by the link below, and send it when you are ready.",
        "If you did not expect this, you need not do anything.",
    ]


def _asked_link(seen: ApplicationSeen) -> tuple[str, list[str]]:
    return "Your link to the small fund", [f"Here is the link you asked for. Your application is to {seen.pot_name}."]


def _sent(seen: ApplicationSeen) -> tuple[str, list[str]]:
    return "We have your application", [
        f"Thank you. Your application to {seen.pot_name} has arrived. Its number is {seen.reference}.",
        "The team reads it first, then a panel of people who live and work here says what they think, and it is decided.",
        "You hear from us whatever the answer is.",
    ]


def _question(seen: ApplicationSeen) -> tuple[str, list[str]]:
    asked = seen.questions[-1].question if seen.questions else ""
    return "A question about your application", [
        "Before anything is decided we would like to know:",
        asked,
        "Please answer on your pages.",
    ]


def _withdrawn(_seen: ApplicationSeen) -> tuple[str, list[str]]:
    return "Your application is withdrawn", [
        "It is withdrawn, and nobody judges it. You are welcome to ask again while a pot is open."
    ]


def decided(seen: ApplicationSeen) -> list[str]:
    """What was decided, paragraph by paragraph: the same in a message and in a letter."""
    decision = seen.decision
    assert decision is not None
    first = f"Thank you for asking. The panel decided on {say_day(decision.decided_at)}."
    if decision.is_award:
        less = f" You asked for {seen.money}." if seen.asked.pence != decision.pence else ""
        answer = f"You are awarded {decision.money}.{less}"
    else:
        answer = "This time it cannot be awarded."
    conditions = f"Please note: {decision.conditions}" if decision.conditions else ""
    return [first, answer, decision.feedback, conditions, decision.onward]


def _decided(seen: ApplicationSeen) -> tuple[str, list[str]]:
    return "What was decided about your application", decided(seen)


def _paid(seen: ApplicationSeen) -> tuple[str, list[str]]:
    paid = [one for one in seen.payments if one.pence > 0]
    due = seen.decision.report_due_on if seen.decision else None
    return "Money is on its way", [
        f"We sent you {paid[-1].money} of your award." if paid else "",
        f"Please tell us by {say_day(due)} what came of it: a few words and a few figures." if due else "",
    ]


def _report_due(seen: ApplicationSeen) -> tuple[str, list[str]]:
    due = seen.decision.report_due_on if seen.decision else None
    return "What came of it?", [
        f"We would love to hear what your award made possible. Please tell us by {say_day(due)}." if due else "",
        "It takes a few minutes: a short story, about how many people, and what was spent.",
        "If it did not go as planned, that is worth knowing too.",
    ]


WORDS = {
    "fund.begun": _begun,
    "fund.asked_link": _asked_link,
    "fund.sent": _sent,
    "fund.asked": _question,
    "fund.withdrawn": _withdrawn,
    "fund.decided": _decided,
    "fund.paid": _paid,
    "fund.report_due": _report_due,
}
"""What an applicant hears of."""


def to_panellist(name: str, seen: ApplicationSeen, to: str, mail: Mail) -> Email:
    """Something waits for a panellist; what it says stands on their own pages and not in a message."""
    link = f"{mail.address}/forum/me/link"
    paragraphs = [
        f"Hello {name},",
        f"Somebody asks {seen.pot_name} for money ({seen.reference}). What do you think of it?",
        "If it is too near to you, stand back: that is a good thing to do.",
        f"Your pages, without a password:\n{link}/{mail.token}",
        f"Then go to {mail.address}/forum/me/fund. If the link was used, ask for a fresh one: {link}",
        "Live Well",
    ]
    text = "\n\n".join(paragraphs)
    return Email(to=to, subject="The small fund: what do you think?", text=f"{text}\n", message_id=mail.message_id)


def letter(seen: ApplicationSeen) -> str:
    """What was decided as a letter, as HTML for kit.pdf; for an application that is decided."""
    context = {"seen": seen, "paragraphs": [one for one in decided(seen) if one], "day": clock.today()}
    return templates.render("fund/letter_pdf.html", context)
