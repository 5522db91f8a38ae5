"""What those who keep the fund and its panel type: pots, opinions, decisions, payments and gifts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.fund.forms import read_money
from livewell.fund.rules import HOW_LABELS, LONGEST_LINE, LONGEST_WORDS, POT_LABELS, SAYS_LABELS, How, PotKind, Says
from livewell.fund.rules import criteria_in as lines_of
from livewell.fund.rules.money import MOST_PENCE
from livewell.kit import clock
from livewell.kit.forms import Choices, Form

KINDS = [(kind.value, label) for kind, label in POT_LABELS.items()]
SAYS = [(says.value, label) for says, label in SAYS_LABELS.items()]
WAYS_OUT = [(how.value, label) for how, label in HOW_LABELS.items() if how is not How.RETURNED]
MOST_CRITERIA = 12


@dataclass(frozen=True)
class PotTyped:
    """A pot; money in pence, criteria one per line."""

    name: str
    about: str
    criteria: str
    kind: PotKind
    pence: int
    most_pence: int
    given_by: str
    opens_on: date
    closes_on: date
    report_within: int
    to_forum: bool = False


@dataclass(frozen=True)
class OpinionTyped:
    """What a panellist thinks; with a conflict, nothing but why they stand back."""

    conflict: bool
    conflict_words: str
    meets: tuple[int, ...]
    says: Says | None
    words: str


@dataclass(frozen=True)
class DecisionTyped:
    """What was decided; 0 pence declines. `meeting` is None between meetings."""

    pence: int
    reasons: str
    conditions: str
    feedback: str
    onward: str
    meeting: UUID | None
    names: str


@dataclass(frozen=True)
class PaymentTyped:
    """Money that went out, or with RETURNED came back; always above nothing."""

    pence: int
    paid_on: date
    how: How
    reference: str


@dataclass(frozen=True)
class GiftTyped:
    """Something given that is not money. `pence` is None where nobody can say what it would have cost."""

    what: str
    giver: str
    pence: int | None
    valued_how: str
    given_on: date
    until_on: date | None
    community_group: UUID | None


def read_pot(form: Form) -> PotTyped | None:
    """A pot, or None with what has to be put right."""
    name = form.text("name", "The name", required="Give the pot a name", longest=120)
    kind = form.one_of("kind", KINDS, required="Choose for whom it is")
    about = form.text("about", "What it is for", required="Say what it is for", longest=LONGEST_WORDS)
    criteria = form.text("criteria", "The criteria", required="Write what is looked at, one on each line", longest=3000)
    pence = read_money(form, "pounds", "The money", required="Say how much is in it", lowest=1, most=MOST_PENCE)
    most = read_money(
        form, "most", "The most for one", required="Say the most for one award", lowest=1, most=MOST_PENCE
    )
    given_by = form.text("given_by", "Who gave it", longest=LONGEST_LINE)
    opens = form.day("opens", "The first day", required="Say from which day people may ask")
    closes = form.day("closes", "The last day", required="Say until which day people may ask")
    within = form.whole_number(
        "report_within", "Days to report", lowest=1, highest=1000, required="Say in how many days"
    )
    if len(lines_of(criteria)) > MOST_CRITERIA:
        form.error("criteria", f"Write {MOST_CRITERIA} criteria or fewer")
    if pence is not None and most is not None and most > pence:
        form.error("most", "The most for one award cannot be more than is in the pot")
    if opens and closes and closes < opens:
        form.error("closes", "The last day must be the first day or later", ("closes-day",))
    to_forum = form.yes("to_forum")
    if not form.ok or None in {kind, pence, most, opens, closes, within}:
        return None
    assert kind
    assert pence is not None
    assert most is not None
    assert opens
    assert closes
    assert within is not None
    return PotTyped(name, about, criteria, PotKind(kind), pence, most, given_by, opens, closes, within, to_forum)


def read_opinion(form: Form, criteria: tuple[str, ...]) -> OpinionTyped | None:
    """What somebody thinks, or that they stand back; or None with what has to be put right."""
    near = form.yes_or_no("conflict", required="Say whether it is too near to you to judge")
    if near:
        words = form.text("conflict_words", "Why", longest=LONGEST_WORDS)
        return OpinionTyped(True, words, (), None, "") if form.ok else None
    numbers = [(str(number), line) for number, line in enumerate(criteria, 1)]
    meets = tuple(int(one) for one in form.many("meets", numbers))
    says = form.one_of("says", SAYS, required="Say what you would do")
    words = form.text("words", "Your reasons", longest=LONGEST_WORDS)
    return OpinionTyped(False, "", meets, Says(says), words) if form.ok and says else None


def read_decision(form: Form, meetings: Choices, *, most: int) -> DecisionTyped | None:
    """A decision, or None with what has to be put right. Whether the pot can give it is for the action to say."""
    answer = form.one_of("answer", ("award", "decline"), required="Choose whether it is awarded")
    pence: int | None = 0
    if answer == "award":
        pence = read_money(form, "pounds", "The award", required="Say how much is awarded", lowest=1, most=most)
    reasons = form.text("reasons", "The reasons", required="Write the reasons, for the minutes", longest=LONGEST_WORDS)
    conditions = form.text("conditions", "The conditions", longest=LONGEST_WORDS)
    feedback = form.text("feedback", "The feedback", required="Write what the applicant reads", longest=LONGEST_WORDS)
    onward = form.text(
        "onward", "What else they are offered", required="Say what else they are offered", longest=LONGEST_WORDS
    )
    meeting = form.one_of("meeting", meetings)
    names = form.text("names", "Who else decided", longest=LONGEST_LINE)
    if not form.ok or pence is None:
        return None
    return DecisionTyped(pence, reasons, conditions, feedback, onward, UUID(meeting) if meeting else None, names)


def read_payment(form: Form, *, returned: bool) -> PaymentTyped | None:
    """A payment, or with `returned` money that came back; or None with what has to be put right."""
    pence = read_money(form, "pounds", "The money", required="Say how much", lowest=1, most=MOST_PENCE)
    on = form.day("paid", "The day", required="Say on which day", not_after=clock.today())
    how = How.RETURNED.value if returned else form.one_of("how", WAYS_OUT, required="Say how it was paid")
    reference = form.text("reference", "The reference", longest=60)
    if not form.ok or pence is None or on is None or how is None:
        return None
    return PaymentTyped(pence, on, How(how), reference)


def read_gift(form: Form, groups: Choices) -> GiftTyped | None:
    """A gift, or None with what has to be put right. Whoever says a value says where it comes from."""
    what = form.text("what", "What was given", required="Say what was given", longest=200)
    giver = form.text("giver", "Who gave it", required="Say who gave it", longest=LONGEST_LINE)
    pence = read_money(form, "pounds", "Its value", most=MOST_PENCE)
    how = form.text("valued_how", "Where the value comes from", longest=200)
    given = form.day("given", "The day", required="Say since when, or on which day")
    until = form.day("until", "The last day")
    group = form.one_of("community_group", groups)
    if pence is not None and not how:
        form.error("valued_how", "Say where the value comes from, such as what the hall usually asks")
    if given and until and until < given:
        form.error("until", "The last day must be the first day or later", ("until-day",))
    if not form.ok or given is None:
        return None
    return GiftTyped(what, giver, pence, how if pence is not None else "", given, until, UUID(group) if group else None)
