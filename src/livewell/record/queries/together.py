"""Entries of the timeline that belong together read as one: a stage and what moved it, two steps done at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from livewell.record.queries.timeline import Entry

AT_ONCE = timedelta(minutes=2)
"""What one person wrote down within this time, they wrote down together."""

_CAUSES = (
    "referral.accepted",
    "contact.tried",
    "introduction.asked",
    "introduction.taken_on",
    "introduction.handed_back",
    "ending.written",
    "journey.reopened",
)
_FOLLOWS = ("journey.moved", "greenbook.issued")
"""What happens because of one of the causes. It is told in a line below the cause, with the new stage as its tag."""

_SEVERAL = {
    "goal.step_done": "{} steps done",
    "goal.agreed": "{} goals agreed",
    "consent.said": "{} answers about sharing",
}


def together(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The same entries, the newest first, with those that belong together told as one."""
    groups: list[list[Entry]] = []
    for entry in entries:
        if groups and _belongs(groups[-1], entry):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return tuple(_one(group) for group in groups)


def _belongs(group: list[Entry], entry: Entry) -> bool:
    first = group[0]
    if any(one.struck for one in (first, entry)) or abs(first.at - entry.at) > AT_ONCE:
        return False
    if entry.code in _SEVERAL:
        return entry.code == first.code and entry.by == first.by
    family = {*_CAUSES, *_FOLLOWS}
    causes = [one for one in (*group, entry) if one.code in _CAUSES]
    return (
        {first.code, entry.code} <= family
        and len(causes) <= 1
        and len({one.by for one in (*group, entry)} - {"Live Well"}) == 1
    )


def _one(group: list[Entry]) -> Entry:
    if len(group) == 1:
        return group[0]
    first = group[0]
    if first.code in _SEVERAL:
        lines = [one.text or one.title for one in reversed(group)]
        return replace(first, title=_SEVERAL[first.code].format(len(group)), text="\n\n".join(lines), tag=None)
    order = [*_CAUSES, *_FOLLOWS]
    lead, *rest = sorted(group, key=lambda one: order.index(one.code))
    stage = next((one.tag for one in rest if one.code == "journey.moved"), None)
    lines = [lead.text] if lead.text else []
    # The tag says the new stage already; why it moved, and what came with it, is told.
    lines += [one.text for one in rest if one.text and one.text not in lines]
    lines += [f"{one.title}." for one in rest if one.code == "greenbook.issued"]
    return replace(lead, text="\n\n".join(lines), tag=stage or lead.tag)
