"""What people write about a safety matter, read from the page."""

from dataclasses import dataclass

from livewell.kit.forms import Form
from livewell.safety.rules import KIND_LABELS, RAISED_FROM_LABELS, RaisedFrom, SafetyKind

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
RAISED_FROM = [(place.value, label) for place, label in RAISED_FROM_LABELS.items()]


@dataclass(frozen=True)
class Raised:
    """A safety matter as somebody has just told it."""

    kind: SafetyKind
    urgent: bool
    raised_from: RaisedFrom
    what: str
    done_so_far: str


def read_raised(form: Form) -> Raised | None:
    """The matter, or None when something has to be put right first."""
    urgent = form.yes_or_no("urgent", required="Say whether somebody must answer within half an hour")
    kind = form.one_of("kind", KINDS, required="Choose what it is about. If you are not sure, choose the nearest")
    raised_from = form.one_of("raised_from", RAISED_FROM, required="Say where this came up")
    what = form.text("what", "What has happened", required="Say what has happened, or what was said", longest=8000)
    done_so_far = form.text("done_so_far", "What you have done so far", longest=4000)
    if not form.ok or kind is None or raised_from is None:
        return None
    return Raised(SafetyKind(kind), bool(urgent), RaisedFrom(raised_from), what, done_so_far)


def read_step(form: Form) -> str:
    """What was done."""
    return form.text("step", "What you did", required="Say what you did", longest=4000)


def read_outcome(form: Form) -> str:
    """How the matter ended."""
    return form.text(
        "outcome", "What came of it", required="Say what came of it, so that the next reader knows", longest=4000
    )
