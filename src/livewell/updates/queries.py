"""Weeks: what the house already knows of one, somebody's own, the team's, their figures; and little miracles."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.journeys.desk import Notice
from livewell.kit import clock
from livewell.kit.dates import say_day
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.stories.rules import REACH_LABELS, Reach
from livewell.stories.shelf import Told
from livewell.updates import rules
from livewell.updates.rules import WEEK, Completeness, Standing, UpdateState


@dataclass(frozen=True)
class Known:
    """What somebody did for the community in a week, as other parts of Live Well wrote it down."""

    groups: tuple[tuple[str, int], ...] = ()
    """Groups supported, each with minutes."""
    visits: tuple[str, ...] = ()
    """What was visited."""
    gaps: tuple[str, ...] = ()
    """Gaps raised or joined."""
    talks: int = 0
    """Times somebody who offers something was spoken to about a gap."""
    outreach: tuple[str, ...] = ()
    """Where the team went to be met."""

    @property
    def minutes(self) -> int:
        """Minutes given to groups."""
        return sum(minutes for _, minutes in self.groups)

    @property
    def contacts(self) -> int:
        """Visits, talks and outreach together: each is a contact made in the community."""
        return len(self.visits) + self.talks + len(self.outreach)

    def as_json(self) -> str:
        """For the column `known`."""
        return json.dumps(
            {
                "groups": [list(one) for one in self.groups],
                "visits": list(self.visits),
                "gaps": list(self.gaps),
                "talks": self.talks,
                "outreach": list(self.outreach),
            }
        )


def known_from(text: str) -> Known:
    """What was kept when an update was sent."""
    told: dict[str, Any] = json.loads(text)
    return Known(
        groups=tuple((str(name), int(minutes)) for name, minutes in told.get("groups", [])),
        visits=tuple(told.get("visits", [])),
        gaps=tuple(told.get("gaps", [])),
        talks=int(told.get("talks", 0)),
        outreach=tuple(told.get("outreach", [])),
    )


async def known(staff_user: UUID, week: date) -> Known:
    """What the house knows of somebody's week; days are those of London."""
    last = week + WEEK
    found = await row(
        """
        SELECT (SELECT coalesce(json_agg(json_build_array(name, minutes) ORDER BY name), '[]') FROM
                (SELECT g.name, sum(i.minutes) AS minutes FROM group_input i
                   JOIN community_group g ON g.id = i.community_group
                  WHERE i.staff_user = $1 AND i.given_on >= $2 AND i.given_on < $3 AND i.struck_at IS NULL
                  GROUP BY g.id, g.name) AS given) AS groups,
               (SELECT coalesce(json_agg(a.name ORDER BY v.visited_on, a.name), '[]') FROM asset_visit v
                  JOIN asset a ON a.id = v.asset
                 WHERE v.visitor = $1 AND v.state = 'done' AND v.visited_on >= $2 AND v.visited_on < $3) AS visits,
               (SELECT coalesce(json_agg(DISTINCT p.title), '[]') FROM gap_voice v JOIN gap p ON p.id = v.gap
                 WHERE v.said_by = $1 AND p.state <> 'hidden'
                   AND (v.said_at AT TIME ZONE 'Europe/London')::date >= $2
                   AND (v.said_at AT TIME ZONE 'Europe/London')::date < $3) AS gaps,
               (SELECT count(*) FROM gap_step WHERE noted_by = $1 AND done_on >= $2 AND done_on < $3) AS talks,
               (SELECT coalesce(json_agg(name ORDER BY held_on, name), '[]') FROM outreach
                 WHERE noted_by = $1 AND held_on >= $2 AND held_on < $3) AS outreach
        """,
        staff_user,
        week,
        last,
    )
    assert found is not None  # A SELECT of subqueries has one row.
    lists = {name: json.loads(found[name]) for name in ("groups", "visits", "gaps", "outreach")}
    return known_from(json.dumps({**lists, "talks": found["talks"]}))


@dataclass(frozen=True)
class MiracleSeen:
    """A little miracle. Nothing in it says whose it is but the name they chose."""

    id: UUID
    words: str
    reach: Reach
    named_as: str
    teller: UUID
    told_by: str
    told_at: datetime
    about_somebody: bool
    agreed: bool
    version: int

    @property
    def reach_label(self) -> str:
        """How far it may go."""
        return REACH_LABELS[self.reach]

    def may_go(self, member: Member) -> bool:
        """Whether this member may take it back: who told it, or who reads everybody's weeks."""
        return self.teller == member.id or Permission.READ_UPDATES in member.can


@dataclass(frozen=True)
class UpdateSeen:
    """One week of one worker."""

    staff_user: UUID
    name: str
    week: date
    state: UpdateState | None
    """None when nothing was begun."""
    known: Known
    words: dict[str, str]
    contacts: int | None
    minutes: int | None
    away_why: str
    sent_at: datetime | None
    version: int
    miracles: tuple[MiracleSeen, ...]

    @property
    def standing(self) -> Standing:
        """How it stands today."""
        return rules.standing(self.week, self.state, clock.today())

    @property
    def label(self) -> tuple[str, str]:
        """The same, in words and a colour."""
        return rules.STANDING_LABELS[self.standing]

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.state is UpdateState.SENT

    @property
    def is_away(self) -> bool:
        """Whether they were away."""
        return self.state is UpdateState.AWAY

    @property
    def may_change(self) -> bool:
        """Whether its writer may still change it."""
        return not self.is_sent or clock.today() <= self.week + WEEK + rules.CHANGED_WITHIN

    @property
    def hours(self) -> str:
        """As typed: 7.5; empty when nobody said."""
        return "" if self.minutes is None else f"{self.minutes / 60:.2f}".rstrip("0").rstrip(".")


_WORDS = ("groups_words", "contacts_words", "visits_words", "gaps_words", "opportunities", "challenges_words")

_MIRACLE = """
    SELECT m.id, m.words, m.reach, m.named_as, s.id AS teller, s.name AS told_by, m.told_at, m.about_somebody, m.agreed, m.version
      FROM little_miracle m JOIN weekly_update w ON w.id = m.weekly_update JOIN staff_user s ON s.id = w.staff_user
     WHERE m.withdrawn_at IS NULL
"""


def _miracle(found: dict[str, Any]) -> MiracleSeen:
    return MiracleSeen(**{**found, "reach": Reach(found["reach"])})


async def update(staff_user: UUID, week: date) -> UpdateSeen:
    """One week of one worker, begun or not. NotFound when there is no such worker."""
    found = await row(
        """
        SELECT s.id AS staff_user, s.name, w.state, w.known, w.groups_words, w.contacts, w.contacts_words, w.visits_words,
               w.gaps_words, w.opportunities, w.challenges_words, w.minutes, w.away_why, w.sent_at, w.version
          FROM staff_user s LEFT JOIN weekly_update w ON w.staff_user = s.id AND w.week = $2 WHERE s.id = $1
        """,
        staff_user,
        week,
    )
    if found is None:
        raise NotFound
    state = UpdateState(found["state"]) if found["state"] else None
    sent = state is UpdateState.SENT
    return UpdateSeen(
        staff_user=found["staff_user"],
        name=found["name"],
        week=week,
        state=state,
        known=known_from(found["known"]) if sent else await known(staff_user, week),
        words={name: found[name] or "" for name in _WORDS},
        contacts=found["contacts"],
        minutes=found["minutes"],
        away_why=found["away_why"] or "",
        sent_at=found["sent_at"],
        version=found["version"] or 0,
        miracles=tuple(
            _miracle(one)
            for one in await rows(
                f"{_MIRACLE} AND w.staff_user = $1 AND w.week = $2 ORDER BY m.told_at",
                staff_user,
                week,
            )
        ),
    )


@dataclass(frozen=True)
class WeekOfWorker:
    """A week in a list."""

    week: date
    standing: Standing

    @property
    def label(self) -> tuple[str, str]:
        """Words and a colour."""
        return rules.STANDING_LABELS[self.standing]

    @property
    def is_waited_for(self) -> bool:
        """Whether its day has come and it has not."""
        return self.standing in {Standing.DUE, Standing.LATE}

    @property
    def code(self) -> str:
        """As it stands in an address."""
        return self.week.isoformat()


@dataclass(frozen=True)
class WorkerWeeks:
    """The weeks of one worker, the newest first."""

    staff_user: UUID
    name: str
    weeks: tuple[WeekOfWorker, ...]

    @property
    def read(self) -> tuple[WeekOfWorker, ...]:
        """Those that came."""
        return tuple(one for one in self.weeks if one.standing is Standing.SENT)

    @property
    def late(self) -> tuple[WeekOfWorker, ...]:
        """Those that are waited for."""
        return tuple(one for one in self.weeks if one.is_waited_for)

    @property
    def completeness(self) -> Completeness:
        """Of those whose day has passed."""
        return rules.completeness(one.standing for one in self.weeks)


async def weeks(*, of: UUID | None = None) -> list[WorkerWeeks]:
    """The last weeks of every link worker who works here now, by name; or those of one member of staff."""
    today = clock.today()
    found = await rows(
        """
        SELECT s.id, s.name, (s.created_at AT TIME ZONE 'Europe/London')::date AS since,
               coalesce(jsonb_object_agg(w.week, w.state) FILTER (WHERE w.week IS NOT NULL), '{}') AS states
          FROM staff_user s
          LEFT JOIN weekly_update w ON w.staff_user = s.id AND w.week > $2
         WHERE CASE WHEN $1::uuid IS NULL THEN s.active AND s.role = $3 ELSE s.id = $1 END
         GROUP BY s.id, s.name, s.created_at ORDER BY s.name, s.id
        """,
        of,
        rules.monday(today) - rules.SHOWN * WEEK,
        rules.ASKED_OF.value,
    )
    return [
        WorkerWeeks(one["id"], one["name"], _weeks(one["since"], json.loads(one["states"]), today)) for one in found
    ]


def _weeks(since: date, states: dict[str, str], today: date) -> tuple[WeekOfWorker, ...]:
    found = {date.fromisoformat(week): UpdateState(state) for week, state in states.items()}
    all_weeks = sorted({*rules.weeks_of(since, today), *found}, reverse=True)
    return tuple(WeekOfWorker(week, rules.standing(week, found.get(week), today)) for week in all_weeks)


async def notice(member: Member) -> Notice | None:
    """On top of a link worker's caseload: the oldest update of theirs that is due."""
    if member.role is not rules.ASKED_OF:
        return None
    (mine,) = await weeks(of=member.id)
    due = mine.late
    if not due:
        return None
    words = f"Your update for the week of {say_day(due[-1].week)} is due"
    if len(due) > 1:
        words = f"{words}, and {len(due) - 1} after it"
    return Notice(f"{words}.", f"/weeks/{due[-1].code}")


@dataclass(frozen=True)
class WeekFigures:
    """What a team did for the community in a week, from the updates that were sent."""

    week: date
    sent: int
    groups: int
    """Different groups supported."""
    contacts: int
    visits: int
    gaps: int
    minutes: int
    miracles: int


async def figures(most: int = 26) -> list[WeekFigures]:
    """The last weeks for which anything was sent, the newest first. No person stands in them."""
    found = await rows(
        """
        SELECT w.week, count(*) AS sent, sum(coalesce(w.contacts, 0)) AS contacts, sum(coalesce(w.minutes, 0)) AS minutes,
               sum(jsonb_array_length(w.known -> 'visits')) AS visits, sum(jsonb_array_length(w.known -> 'gaps')) AS gaps,
               (SELECT count(DISTINCT g ->> 0) FROM weekly_update o, jsonb_array_elements(o.known -> 'groups') AS g
                 WHERE o.week = w.week AND o.state = 'sent') AS groups,
               (SELECT count(*) FROM little_miracle m JOIN weekly_update o ON o.id = m.weekly_update
                 WHERE o.week = w.week AND m.withdrawn_at IS NULL) AS miracles
          FROM weekly_update w WHERE w.state = 'sent' GROUP BY w.week ORDER BY w.week DESC LIMIT $1
        """,
        most,
    )
    return [WeekFigures(**one) for one in found]


async def miracles(*, least: Reach = Reach.TEAM) -> list[MiracleSeen]:
    """Little miracles that may go at least that far, the newest first."""
    far = [reach.value for reach in list(Reach)[list(Reach).index(least) :]]
    found = await rows(f"{_MIRACLE} AND m.reach = ANY($1) ORDER BY m.told_at DESC, m.id LIMIT 200", far)
    return [_miracle(one) for one in found]


async def beside_stories(least: Reach) -> list[Told]:
    """Little miracles for the shelf of stories: only those that may go that far."""
    return [Told(one.words, one.named_as, one.told_at) for one in await miracles(least=least)]


async def people_of(member: Member) -> list[tuple[str, str]]:
    """Whom a miracle may be about: the people a member works with now, as choices of a form."""
    if Permission.WORK_WITH_PEOPLE not in member.can:
        return []
    found = await rows(
        """
        SELECT j.id, coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name
          FROM journey j JOIN person p ON p.id = j.person
         WHERE j.closed_at IS NULL AND $1 IN (j.link_worker, j.health_coach) ORDER BY name, j.id LIMIT 200
        """,
        member.id,
    )
    return [(str(one["id"]), one["name"]) for one in found]
