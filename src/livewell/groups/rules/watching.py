"""Signs that a group needs somebody, each said plainly; and when one that was settled may be raised again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from livewell.groups.rules.lasting import Leads
from livewell.kit.dates import say_day


class Alert(StrEnum):
    """A kind of sign."""

    FALLING = "falling"
    NO_NEW = "no_new"
    LEAD_LEFT = "lead_left"
    NOT_MET = "not_met"
    REVIEW_DUE = "review_due"


ALERT_LABELS: dict[Alert, str] = {
    Alert.FALLING: "Fewer people come",
    Alert.NO_NEW: "Nobody new comes",
    Alert.LEAD_LEFT: "Its lead has left",
    Alert.NOT_MET: "It has not met",
    Alert.REVIEW_DUE: "A review is due",
}

COMPARED = 4
"""Meetings that are compared with as many before them."""
_FALLEN_BELOW = Fraction(2, 3)
NOBODY_NEW_AT = 8
"""Meetings."""
NOT_MET_FOR = timedelta(weeks=5)

DEFINITION = (
    f"Fewer people come: at the last {COMPARED} meetings fewer than two thirds as many as at the {COMPARED} before."
    f" Nobody new: nobody for the first time at the last {NOBODY_NEW_AT} meetings of which that is known."
    f" Has not met: no meeting written down for {NOT_MET_FOR.days // 7} weeks."
    " What is settled is not raised again until there is something new to see."
)


@dataclass(frozen=True)
class Came:
    """One meeting: how many came, and how many for the first time, None when nobody knows."""

    on: date
    people: int
    new: int | None = None


@dataclass(frozen=True)
class Raised:
    """One sign, and what it says."""

    kind: Alert
    says: str


@dataclass(frozen=True)
class Watched:
    """
    What is known of a group that runs. `meetings` are in their order.

    `runs_since` is the day it began to run; `settled` when somebody last settled a sign of each kind.
    """

    meetings: Sequence[Came]
    leads: Sequence[Leads]
    runs_since: date
    review_on: date | None
    settled: Mapping[Alert, date]


def watch(group: Watched, *, today: date) -> tuple[Raised, ...]:
    """Whatever there is to say of a group today."""
    found = (_falling(group), _nobody_new(group), _lead_left(group, today), _not_met(group, today))
    return tuple(one for one in (*found, _review_due(group, today)) if one is not None)


def _since(group: Watched, kind: Alert) -> Sequence[Came]:
    """The meetings after somebody last settled a sign of this kind."""
    settled = group.settled.get(kind, date.min)
    return [one for one in group.meetings if one.on > settled]


def _falling(group: Watched) -> Raised | None:
    if len(group.meetings) < 2 * COMPARED or len(_since(group, Alert.FALLING)) < COMPARED:
        return None
    lately = sum(one.people for one in group.meetings[-COMPARED:])
    before = sum(one.people for one in group.meetings[-2 * COMPARED : -COMPARED])
    if lately >= before * _FALLEN_BELOW:
        return None
    return Raised(
        Alert.FALLING,
        f"{_times(lately)} came to the last {COMPARED} meetings together, {before} to the {COMPARED} before.",
    )


def _nobody_new(group: Watched) -> Raised | None:
    known = [one.new for one in _since(group, Alert.NO_NEW) if one.new is not None]
    if len(known) < NOBODY_NEW_AT or any(known[-NOBODY_NEW_AT:]):
        return None
    return Raised(Alert.NO_NEW, f"At the last {NOBODY_NEW_AT} meetings nobody came for the first time.")


def _lead_left(group: Watched, today: date) -> Raised | None:
    ended = [lead.until_on for lead in group.leads if lead.until_on is not None and lead.until_on <= today]
    if not ended or any(lead.on(today) for lead in group.leads):
        return None
    if max(ended) <= group.settled.get(Alert.LEAD_LEFT, date.min):
        return None
    return Raised(Alert.LEAD_LEFT, f"Nobody leads it since {say_day(max(ended))}.")


def _not_met(group: Watched, today: date) -> Raised | None:
    last = max([one.on for one in group.meetings], default=None)
    since = max(last or group.runs_since, group.runs_since, group.settled.get(Alert.NOT_MET, date.min))
    if today - since < NOT_MET_FOR:
        return None
    return Raised(Alert.NOT_MET, f"It last met on {say_day(last)}." if last else "No meeting was written down yet.")


def _review_due(group: Watched, today: date) -> Raised | None:
    due = group.review_on
    if due is None or due > today or due <= group.settled.get(Alert.REVIEW_DUE, date.min):
        return None
    return Raised(Alert.REVIEW_DUE, f"Whether it will last was to be looked at on {say_day(due)}.")


def _times(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
