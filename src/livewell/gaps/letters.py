"""What goes out about what is missing: an answer to whoever asked, and the case for investing on paper and as a sheet."""

from livewell.gaps.queries.investing import Case
from livewell.gaps.queries.telling import ToTell
from livewell.gaps.rules import Outcome
from livewell.gaps.rules.numbers import DEFINITION, SUPPRESSED
from livewell.kit import clock, templates
from livewell.kit.dates import say_day
from livewell.kit.notify import Email
from livewell.kit.sheets_out import Value, write_xlsx

CAME: dict[Outcome, str] = {
    Outcome.GROUP: "A new group has begun because you and others asked.",
    Outcome.FORUM: "The community forum has taken it on. People who live here decide there what happens next.",
    Outcome.CHANGE: "Something that was there already has changed, so that it fits better.",
    Outcome.NONE: "We looked into it, and for now we cannot make it happen. Here is why:",
}

ONWARD: dict[Outcome, str] = {
    Outcome.GROUP: "Everything there is near you, the new group too once it is listed: {address}/community",
    Outcome.FORUM: "What the forum does, and how to take part: {address}/forum",
    Outcome.CHANGE: "Everything there is near you: {address}/community",
    Outcome.NONE: "It is kept, and counts when others ask for the same. What there is near you: {address}/community",
}

HELPS = "You said that you would help. If you still would, this is how: {address}/volunteer"


def answer(told: ToTell, *, address: str, message_id: str) -> Email:
    """What came of it, in plain text, with somewhere to go on from; `address` is that of the site."""
    paragraphs = (
        f"Hello {told.name}," if told.name else "Hello,",
        f"You told Live Well that this is missing near you: {told.title}.",
        CAME[told.outcome],
        told.why,
        ONWARD[told.outcome].format(address=address),
        HELPS.format(address=address) if told.would_help else "",
        "Thank you for telling us. We have now forgotten your email address.",
        "Live Well",
    )
    text = "\n\n".join(one for one in paragraphs if one)
    return Email(
        to=told.reply_to, subject=f"About what is missing: {told.title[:80]}", text=f"{text}\n", message_id=message_id
    )


PROVISION = (
    "Provision beside it: running listings of the directory that have a place in the ward and are for the same need; where"
    " no need was said, for the same Way to Wellbeing."
)

COLUMNS = (
    "Rank",
    "What is missing",
    "Ward",
    "Need",
    "Way to Wellbeing",
    "Who for",
    "When",
    "People affected",
    "Provision beside it",
    "Where it stands",
    "What was tried",
    "First asked for",
)


def case_pdf(case: Case) -> str:
    """The case as HTML for kit.pdf."""
    context = {
        "case": case,
        "definition": DEFINITION,
        "suppressed": SUPPRESSED,
        "provision": PROVISION,
        "printed_on": clock.today(),
    }
    return templates.render("gaps/case_pdf.html", context)


def case_xlsx(case: Case) -> bytes:
    """The case as one sheet; the period and what is counted stand under the rows, so that they go wherever it goes."""
    rows: list[tuple[Value, ...]] = [
        (
            rank,
            one.title,
            one.ward,
            one.need,
            one.way,
            one.for_whom,
            one.times,
            one.people.number if one.people.number is not None else str(one.people),
            one.provision,
            one.stands,
            "\n".join(one.tried),
            say_day(one.first_on),
        )
        for rank, one in enumerate(case.gaps, start=1)
    ]
    rows += [(None, said) for said in ("", *_notes(case))]
    return write_xlsx(COLUMNS, rows, "What is missing")


def _notes(case: Case) -> tuple[str, ...]:
    where = f" in {case.ward}" if case.ward else ""
    said = f"Asked for{where} from {say_day(case.first_on)} to {say_day(case.last_on)}. People affected in all: {case.people}."
    return said, DEFINITION, SUPPRESSED, PROVISION
