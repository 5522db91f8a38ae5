"""One thread: every link with its day, where it leads, and what is not there yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from livewell.forum import queries as forum
from livewell.forum.queries import DecisionSeen
from livewell.forum.rules.agenda import ITEM_LABELS, ItemState
from livewell.gaps import queries as gaps
from livewell.gaps.queries import GapSeen
from livewell.gatherings.rules.figures import about
from livewell.groups import queries as groups
from livewell.groups.queries import GroupSeen
from livewell.kit.dates import london_day
from livewell.kit.db import rows
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.threads.rules import LABELS, NOT_YET, Link, furthest


@dataclass(frozen=True)
class LinkSeen:
    """One link. `day` is None while it is not there; `href` is "" where whoever asks may not go on."""

    link: Link
    day: date | None
    words: str = ""
    href: str = ""

    @property
    def label(self) -> str:
        """The link in words."""
        return LABELS[self.link]

    @property
    def is_there(self) -> bool:
        """Whether it has happened."""
        return self.day is not None


@dataclass(frozen=True)
class GroupThread:
    """One group of a gap, and its links."""

    group: GroupSeen
    links: tuple[LinkSeen, ...]


@dataclass(frozen=True)
class ThreadSeen:
    """A thread as somebody may see it: up to the forum once, then each group."""

    gap: GapSeen
    links: tuple[LinkSeen, ...]
    groups: tuple[GroupThread, ...]
    missing: tuple[LinkSeen, ...]
    """What comes of a group, while there is none."""

    @property
    def reached(self) -> str:
        """The furthest link, in words."""
        every = [*self.links, *(link for group in self.groups for link in group.links)]
        return LABELS[furthest([link.link for link in every if link.is_there])]


@dataclass(frozen=True)
class _Item:
    """An item of the forum, as a thread needs it."""

    id: UUID
    meeting: UUID | None
    meeting_title: str
    state: ItemState
    proposed_at: datetime


@dataclass(frozen=True)
class _Met:
    """What is known of the meetings of a listing."""

    shown: bool
    since: date
    meetings: int
    attendances: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class _Kept:
    """What a group keeps of its listing and its lead; None for what is not there."""

    volunteer: UUID | None
    name: str
    since_on: date | None
    listed_on: date | None


async def thread(gap_id: UUID, *, seen_by: Member) -> ThreadSeen:
    """The thread of a gap. Raises `NotFound` as the gap itself does; one that was joined is read with its own id."""
    gap = await gaps.gap(gap_id, seen_by=seen_by)
    items = await _items(gap_id)
    decisions = await forum.decisions_on([one.id for one in items])
    found = await groups.of_gap(gap_id)
    met = await _met([one.asset for one in found if one.asset])
    kept = await _kept([one.id for one in found])
    runs_forum = Permission.RUN_FORUM in seen_by.can
    return ThreadSeen(
        gap=gap,
        links=(
            LinkSeen(Link.GAP, london_day(gap.raised_at), f"People affected: {gap.people}", f"/gaps/{gap_id}"),
            _item(items, runs_forum=runs_forum),
            _decision(decisions, runs_forum=runs_forum),
            await _action(decisions, runs_forum=runs_forum),
        ),
        groups=tuple(GroupThread(one, _group_links(one, met.get(one.asset), kept[one.id], seen_by)) for one in found),
        missing=() if found else tuple(not_yet(link) for link in (Link.GROUP, Link.LISTING, Link.ATTENDANCE)),
    )


def not_yet(link: Link) -> LinkSeen:
    """A link that is not there."""
    return LinkSeen(link, None, NOT_YET[link])


async def _items(gap_id: UUID) -> list[_Item]:
    """The items of the forum about a gap and those joined to it, the first one first."""
    found = await rows(
        """
        SELECT i.id, i.meeting, coalesce(f.title, '') AS meeting_title, i.state, i.proposed_at
        FROM agenda_item i LEFT JOIN forum_meeting f ON f.id = i.meeting
        WHERE i.gap IN (SELECT id FROM gap j WHERE j.id = $1 OR j.joined_to = $1) AND i.state <> 'dropped'
        ORDER BY i.proposed_at, i.id
        """,
        gap_id,
    )
    return [_Item(**{**one, "state": ItemState(one["state"])}) for one in found]


def _meeting(meeting: UUID | None, *, runs_forum: bool) -> str:
    return f"/forum/desk/meetings/{meeting}" if meeting and runs_forum else ""


def _item(items: Sequence[_Item], *, runs_forum: bool) -> LinkSeen:
    if not items:
        return not_yet(Link.ITEM)
    first, last = items[0], items[-1]
    words = ": ".join(filter(None, (ITEM_LABELS[last.state][0], last.meeting_title)))
    return LinkSeen(Link.ITEM, london_day(first.proposed_at), words, _meeting(last.meeting, runs_forum=runs_forum))


def _decision(decisions: Sequence[DecisionSeen], *, runs_forum: bool) -> LinkSeen:
    if not decisions:
        return not_yet(Link.DECISION)
    last = decisions[-1]
    words = last.words if last.shown or runs_forum else last.kind_label
    return LinkSeen(Link.DECISION, london_day(last.decided_at), words, _meeting(last.meeting, runs_forum=runs_forum))


async def _action(decisions: Sequence[DecisionSeen], *, runs_forum: bool) -> LinkSeen:
    """What was taken on with these decisions; who took it on is for the forum to know."""
    found = await rows(
        """
        SELECT a.id, a.words, a.due_on, a.state, coalesce(a.done_on, a.due_on) AS day, a.done_on
        FROM forum_action a WHERE a.decision = ANY($1::uuid[]) AND a.state <> 'dropped' ORDER BY a.due_on, a.id
        """,
        [one.id for one in decisions],
    )
    if not found:
        return not_yet(Link.ACTION)
    done = [one for one in found if one["done_on"]]
    last = (done or found)[-1]
    words = f"{len(done)} of {len(found)} done" + (f": {last['words']}" if runs_forum else "")
    return LinkSeen(Link.ACTION, last["day"], words, f"/forum/actions/{last['id']}" if runs_forum else "")


async def _met(assets: Sequence[UUID]) -> dict[UUID | None, _Met]:
    """Listing -> what is known of its meetings; as `gatherings` counts them."""
    found = await rows(
        """
        SELECT a.id, a.published, (a.created_at AT TIME ZONE 'Europe/London')::date AS since, count(m.id)::int AS meetings,
               coalesce(sum(m.came), 0)::int AS attendances, min(m.met_on) AS first_on, max(m.met_on) AS last_on
        FROM asset a LEFT JOIN LATERAL (
            SELECT g.id, g.met_on, greatest(
                (SELECT count(*) FROM gathering_attender t WHERE t.gathering = g.id), coalesce(g.newcomers, 0),
                (SELECT coalesce(max(p.heads), 0) FROM gathering_part p WHERE p.gathering = g.id)
            ) AS came
            FROM gathering g WHERE g.asset = a.id OR g.asset IN (SELECT id FROM asset j WHERE j.merged_into = a.id)
        ) m ON true
        WHERE a.id = ANY($1::uuid[]) GROUP BY a.id
        """,
        list(assets),
    )
    return {
        one["id"]: _Met(
            one["published"], one["since"], one["meetings"], one["attendances"], one["first_on"], one["last_on"]
        )
        for one in found
    }


async def _kept(ids: Sequence[UUID]) -> dict[UUID, _Kept]:
    """Group -> the volunteer who leads it now, and the day its list says that it was in the directory."""
    found = await rows(
        """
        SELECT g.id, l.volunteer, coalesce(l.name, '') AS name, l.since_on, s.done_on AS listed_on FROM community_group g
        LEFT JOIN group_lead l ON l.community_group = g.id AND l.volunteer IS NOT NULL AND l.until_on IS NULL
        LEFT JOIN group_step s ON s.community_group = g.id AND s.step = 'listing'
        WHERE g.id = ANY($1::uuid[])
        """,
        list(ids),
    )
    return {one.pop("id"): _Kept(**one) for one in found}


def _group_links(group: GroupSeen, met: _Met | None, kept: _Kept, seen_by: Member) -> tuple[LinkSeen, ...]:
    return (
        LinkSeen(Link.GROUP, group.begun_on, f"{group.name}: {group.label[0].lower()}", f"/groups/{group.id}"),
        _listing(group, met, kept),
        _attendance(group, met, seen_by),
        _lead(kept, seen_by),
        LinkSeen(Link.INDEPENDENT, group.independent_on, "Its community runs it.", f"/groups/{group.id}")
        if group.is_independent and group.independent_on
        else not_yet(Link.INDEPENDENT),
    )


def _listing(group: GroupSeen, met: _Met | None, kept: _Kept) -> LinkSeen:
    if met is None or not met.shown:
        return not_yet(Link.LISTING)
    return LinkSeen(Link.LISTING, kept.listed_on or met.since, group.asset_name, f"/community/{group.asset}")


def _attendance(group: GroupSeen, met: _Met | None, seen_by: Member) -> LinkSeen:
    if met is None or not met.meetings or met.first_on is None:
        return not_yet(Link.ATTENDANCE)
    mean = about(Fraction(met.attendances, met.meetings))
    words = f"{met.meetings} meetings, {met.attendances} attendances, {mean} people each time"
    may = Permission.KEEP_GATHERINGS in seen_by.can
    return LinkSeen(Link.ATTENDANCE, met.first_on, words, f"/directory/{group.asset}/gatherings" if may else "")


def _lead(kept: _Kept, seen_by: Member) -> LinkSeen:
    if kept.volunteer is None:
        return not_yet(Link.VOLUNTEER)
    if Permission.SEE_VOLUNTEERS in seen_by.can:
        return LinkSeen(Link.VOLUNTEER, kept.since_on, kept.name, f"/volunteers/{kept.volunteer}")
    return LinkSeen(Link.VOLUNTEER, kept.since_on, "A volunteer of its community")
