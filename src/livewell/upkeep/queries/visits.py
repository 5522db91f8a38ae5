"""Visits planned and done, what they lead to, and who made sure of a listing when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.assets.rules import CHECKED_LABELS, FEATURE_LABELS, LANGUAGES, Checked, Feature
from livewell.assets.rules.differences import FIELD_LABELS
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.upkeep.rules.visits import (
    FOLLOW_ON_LABELS,
    LABELS,
    SAYS_LABELS,
    FollowOn,
    Says,
    VisitState,
)

_MOST = 100


@dataclass(frozen=True)
class VisitRow:
    """One visit in a list; `label` is its state in words and the colour of its tag."""

    id: UUID
    asset: UUID
    name: str
    visitor: str
    planned_on: date | None
    visited_on: date | None
    label: tuple[str, str]
    is_planned: bool
    is_done: bool


@dataclass(frozen=True)
class FollowOnRow:
    """One thing that somebody asked for on a visit."""

    id: UUID
    visit: UUID
    asset: UUID
    name: str
    label: str
    wishes: str
    met: str
    visited_on: date
    visitor: str
    done_at: datetime | None
    sentence: str


@dataclass(frozen=True)
class VisitSeen:
    """One visit, whole."""

    id: UUID
    asset: UUID
    name: str
    visitor: str
    planned_on: date | None
    visited_on: date | None
    label: tuple[str, str]
    is_done: bool
    met: str
    explained: bool | None
    materials: str
    serves: str
    offers: str
    access: str
    features: tuple[str, ...]
    languages: tuple[str, ...]
    welcoming: bool | None
    group_size: int | None
    cost: str
    wishes: str
    says: str
    began_listing: bool
    follow_ons: tuple[FollowOnRow, ...]


@dataclass(frozen=True)
class AssuranceRow:
    """Once that somebody made sure of a listing."""

    words: str
    by: str
    done_at: datetime
    until: date
    what: str
    note: str


# A visit to a listing that was merged is one to the listing it became part of.
_VISIT = """
    asset_visit v JOIN asset went ON went.id = v.asset JOIN asset a ON a.id = coalesce(went.merged_into, went.id)
    JOIN staff_user s ON s.id = v.visitor
"""
_ROW = f"SELECT v.id, a.id AS asset, a.name, s.name AS visitor, v.planned_on, v.visited_on, v.state FROM {_VISIT}"  # noqa: S608


async def visits_by(member: UUID | None, state: VisitState) -> list[VisitRow]:
    """Somebody's visits of one state: planned ones the next first, others the last first; at most 100."""
    order = "v.planned_on, v.made_at" if state is VisitState.PLANNED else "v.visited_on DESC, v.recorded_at DESC"
    found = await rows(
        f"{_ROW} WHERE v.visitor = $1 AND v.state = $2 ORDER BY {order} LIMIT $3", member, state.value, _MOST
    )
    return [_row(one) for one in found]


async def visits_of(asset_id: UUID) -> list[VisitRow]:
    """Every visit to one thing, the last first; also those to listings that were made one with it."""
    found = await rows(
        f"{_ROW} WHERE $1 IN (went.id, a.id) ORDER BY coalesce(v.visited_on, v.planned_on) DESC, v.made_at DESC",
        asset_id,
    )
    return [_row(one) for one in found]


def _row(found: dict[str, Any]) -> VisitRow:
    state = VisitState(found.pop("state"))
    return VisitRow(
        **found,
        label=LABELS[state],
        is_planned=state is VisitState.PLANNED,
        is_done=state is VisitState.DONE,
    )


_FOLLOW_ON = f"""
    SELECT f.id, f.visit, a.id AS asset, a.name, f.kind, v.wishes, v.met, v.visited_on, s.name AS visitor, f.done_at,
           f.sentence
    FROM {_VISIT} JOIN visit_follow_on f ON f.visit = v.id
"""  # noqa: S608  Written above.


async def follow_ons() -> list[FollowOnRow]:
    """What somebody still has to do after a visit, whoever went, what has waited longest first."""
    found = await rows(f"{_FOLLOW_ON} WHERE f.done_at IS NULL ORDER BY v.visited_on, a.name, f.kind")
    return [_follow_on(one) for one in found]


def _follow_on(found: dict[str, Any]) -> FollowOnRow:
    return FollowOnRow(label=FOLLOW_ON_LABELS[FollowOn(found.pop("kind"))], **found)


async def visit(visit_id: UUID) -> VisitSeen:
    """One visit, whole. NotFound when there is none."""
    found = await row(
        f"""
        SELECT v.id, a.id AS asset, a.name, s.name AS visitor, v.planned_on, v.visited_on, v.state, v.met, v.explained,
               v.materials, v.serves, v.offers, v.access, v.features, v.languages, v.welcoming, v.group_size, v.cost,
               v.wishes, v.says, v.began_listing
        FROM {_VISIT} WHERE v.id = $1
        """,  # noqa: S608  Written above.
        visit_id,
    )
    if found is None:
        raise NotFound
    wanted = await rows(f"{_FOLLOW_ON} WHERE f.visit = $1 ORDER BY f.kind", visit_id)
    state = VisitState(found.pop("state"))
    return VisitSeen(
        **found
        | {
            "features": tuple(FEATURE_LABELS[Feature(one)] for one in found["features"]),
            "languages": tuple(LANGUAGES.get(one, one) for one in found["languages"]),
            "says": SAYS_LABELS[Says(found["says"])] if found["says"] else "",
        },
        label=LABELS[state],
        is_done=state is VisitState.DONE,
        follow_ons=tuple(_follow_on(one) for one in wanted),
    )


async def assurances(asset_id: UUID) -> list[AssuranceRow]:
    """Every time somebody made sure of a listing, the last first."""
    found = await rows(
        """
        SELECT how, what, done_at, done_by_name AS by, until, note FROM assurance WHERE asset = $1
        ORDER BY done_at DESC LIMIT $2
        """,
        asset_id,
        _MOST,
    )
    return [
        AssuranceRow(
            words=CHECKED_LABELS[Checked(one.pop("how"))],
            what=", ".join(FIELD_LABELS.get(part, part) for part in one.pop("what")),
            **one,
        )
        for one in found
    ]
