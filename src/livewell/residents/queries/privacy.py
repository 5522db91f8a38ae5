"""What was shared of somebody with whom, and who looked at their record, as they may read it themself."""

from dataclasses import dataclass
from datetime import date, datetime

from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.languages import gettext as _
from livewell.kit.languages import mark
from livewell.people.rules import ConsentKind
from livewell.residents.rules import CONSENT_WORDS

_MOST_DAYS = 200

HEARD: dict[str, str] = {
    "receipt": mark("That your referral arrived"),
    "question": mark("A question about your referral"),
    "accepted": mark("That we started to work with you"),
    "declined": mark("That another service suits you better"),
    "ended": mark("What came of it, in short"),
}
"""What whoever referred somebody may hear. What is told about safety goes to our own team alone, and stands nowhere here."""

LOOKED_AT: dict[str, str] = {
    "person": mark("Your contact details"),
    "journey": mark("Your record"),
    "referral": mark("Your referral"),
    "assessment": mark("What you worked out together"),
    "goal": mark("A goal"),
    "session": mark("A session"),
    "connection": mark("A place in your plan"),
    "introduction": mark("Your introduction to a link worker"),
}
"""What was opened, said to the person; whatever is not here is their record."""


@dataclass(frozen=True)
class Heard:
    """Something that whoever referred them was told."""

    what: str
    to: str
    at: datetime


@dataclass(frozen=True)
class GroupTold:
    """What a group was told of them, as they agreed."""

    group: str
    words: str
    at: datetime


@dataclass(frozen=True)
class PageShown:
    """A page of the Green Book that was shared."""

    title: str
    with_gp: bool
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Looked:
    """One of the team looked at something on a day, so many times."""

    on: date
    who: str
    what: str
    times: int


@dataclass(frozen=True)
class Privacy:
    """Everything /my/privacy shows."""

    heard: tuple[Heard, ...]
    groups: tuple[GroupTold, ...]
    pages: tuple[PageShown, ...]
    looked: tuple[Looked, ...]


async def privacy_of(by: Resident) -> Privacy:
    """What was shared of theirs, and who looked: four statements."""
    heard = await db.rows(
        """
        SELECT m.kind, m.sent_at AS at, coalesce(pr.name, '') AS practice
          FROM message m JOIN referral r ON r.id = m.referral LEFT JOIN practice pr ON pr.id = r.practice
         WHERE r.person = $1 AND m.status = 'sent' AND r.referrer_type <> 'self' AND m.kind = ANY($2)
         ORDER BY m.sent_at DESC
        """,
        by.person,
        list(HEARD),
    )
    groups = await db.rows(
        """
        SELECT a.name AS "group", c.note_for_group AS words, max(x.changed_at) AS at
          FROM connection c JOIN journey j ON j.id = c.journey JOIN asset a ON a.id = c.asset
          JOIN connection_change x ON x.connection = c.id AND x.to_status = 'introduced'
         WHERE j.person = $1 AND c.note_agreed AND c.note_for_group <> ''
         GROUP BY a.name, c.note_for_group, c.id ORDER BY at DESC
        """,
        by.person,
    )
    return Privacy(
        heard=tuple(
            Heard(_(HEARD[one["kind"]]), one["practice"] or _("Whoever referred you"), one["at"]) for one in heard
        ),
        groups=tuple(GroupTold(**one) for one in groups),
        pages=await _pages(by),
        looked=await _looked(by),
    )


async def _pages(by: Resident) -> tuple[PageShown, ...]:
    found = await db.rows(
        """
        SELECT coalesce(nullif(pg.title, ''),
                        (SELECT each.told ->> 'title' FROM jsonb_array_elements(t.leaves) AS each (told)
                         WHERE each.told ->> 'key' = pg.leaf), '') AS title,
               sh.sharing = 'gp' AS with_gp, sh.began_at, sh.ended_at
          FROM page_shared sh JOIN book_page pg ON pg.id = sh.page JOIN green_book b ON b.id = pg.book
          JOIN book_template t ON t.id = b.template
         WHERE b.person = $1 AND sh.sharing <> 'me' ORDER BY sh.ended_at IS NULL DESC, sh.began_at DESC
        """,
        by.person,
    )
    return tuple(PageShown(**one) for one in found)


async def _looked(by: Resident) -> tuple[Looked, ...]:
    """
    Who looked, day by day.

    Those who work with somebody are named, a practice is, and everybody else is "your team". Looking for the sake of
    safety is "your team" and "your record" as well, so that the list tells nobody who reads it over a shoulder.
    """
    found = await db.rows(
        f"""
        SELECT (o.opened_at AT TIME ZONE 'Europe/London')::date AS "on", s.name, coalesce(pr.name, '') AS practice,
               o.kind, EXISTS (SELECT FROM journey j WHERE j.person = $1 AND s.id IN (j.health_coach, j.link_worker))
                   AS is_worker,
               o.kind = 'matter' OR o.page LIKE 'safety.%' OR o.page LIKE 'crisis.%' AS is_discreet,
               count(*) AS times
          FROM opening o JOIN staff_user s ON s.id = o.who LEFT JOIN practice pr ON pr.id = s.practice
         WHERE o.person = $1 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1 DESC, 2, 4 LIMIT {_MOST_DAYS}
        """,  # noqa: S608  A number of ours.
        by.person,
    )
    counted: dict[tuple[date, str, str], int] = {}
    for one in found:
        discreet = one["is_discreet"] or one["kind"] not in LOOKED_AT
        who = one["name"] if one["is_worker"] and not discreet else one["practice"] or _("Your team")
        what = _(LOOKED_AT["journey"] if discreet else LOOKED_AT[one["kind"]])
        key = (one["on"], _("Your team") if discreet else who, what)
        counted[key] = counted.get(key, 0) + one["times"]
    return tuple(Looked(*key, times) for key, times in counted.items())


@dataclass(frozen=True)
class Said:
    """One answer about sharing, once."""

    given: bool
    at: datetime
    by_themself: bool


@dataclass(frozen=True)
class Asked:
    """One question about sharing: what it means, and every answer, the newest first."""

    kind: ConsentKind
    question: str
    yes: str
    no: str
    answers: tuple[Said, ...]

    @property
    def stands(self) -> bool | None:
        """What holds now; None when nobody asked yet."""
        return self.answers[0].given if self.answers else None


async def consents_of(by: Resident) -> list[Asked]:
    """Each question about sharing with every answer that was given."""
    found = await db.rows(
        """
        SELECT kind, given, said_at, said_to IS NULL AS by_themself FROM consent
         WHERE person = $1 OR person IN (SELECT other FROM same_person WHERE person = $1 AND same AND undone_at IS NULL)
         ORDER BY said_at DESC, id
        """,
        by.person,
    )
    asked = []
    for kind in ConsentKind:
        question, yes, no = (_(words) for words in CONSENT_WORDS[kind])
        answers = tuple(
            Said(one["given"], one["said_at"], one["by_themself"]) for one in found if one["kind"] == kind.value
        )
        asked.append(Asked(kind, question, yes, no, answers))
    return asked
