"""Who is in their own space in this browser, and who may come in by an address, a number or a code."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock, db, languages
from livewell.kit.actor import resident
from livewell.kit.door import AtHome
from livewell.people.queries import GOES_ON_ELSEWHERE
from livewell.people.rules import ContactMethod
from livewell.residents import rules
from livewell.residents.rules import CameHow, Candidate


def hash_of(token: str) -> bytes:
    """What is kept of a token. It has 256 bits of chance, so one fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


_ELSEWHERE = f"({GOES_ON_ELSEWHERE})"

_MAY_COME = f"""
    EXISTS (SELECT FROM journey j WHERE j.person = p.id)
    AND NOT EXISTS (SELECT FROM journey j WHERE j.person = p.id AND j.end_reason = 'died')
    AND p.id NOT IN {_ELSEWHERE}
"""  # noqa: S608  Our own words only.
"""Whoever has or had a journey, while they live, by the record that goes on."""


async def find_at_home(token: str) -> AtHome | None:
    """The person whose own space this browser is in: one statement for each request. None when the visit is over."""
    now = clock.now()
    found = await db.row(
        f"""
        WITH found AS (
            SELECT v.id, v.person, v.idle_seconds, v.ends_at, v.last_seen_at, p.language
            FROM resident_visit v JOIN person p ON p.id = v.person
            WHERE v.token_hash = $1 AND v.left_at IS NULL AND v.ends_at > $2
              AND v.last_seen_at > $2 - make_interval(secs => v.idle_seconds)
              AND v.person NOT IN {_ELSEWHERE}
        ), seen AS (
            UPDATE resident_visit SET last_seen_at = $2 FROM found
            WHERE resident_visit.id = found.id AND found.last_seen_at < $2 - interval '20 seconds'
        )
        SELECT * FROM found
        """,  # noqa: S608  Our own words only.
        hash_of(token),
        now,
    )
    if found is None:
        return None
    return AtHome(
        resident=resident(found["person"], found["id"], languages.known(found["language"])),
        ends_at=found["ends_at"],
        idle_seconds=found["idle_seconds"],
        token_hash=hash_of(token).hex(),
    )


async def bindings(person: UUID) -> list[str]:
    """What the form tokens of somebody's visits to their own space were bound to, over or not."""
    found = await db.rows("SELECT token_hash FROM resident_visit WHERE person = $1", person)
    return [row["token_hash"].hex() for row in found]


@dataclass(frozen=True)
class Waiting:
    """What waits to go to an address."""

    id: UUID
    how: str
    sent_to: str
    person: UUID | None
    browser_hash: bytes
    asked_at: datetime


async def waiting(asked_id: UUID) -> Waiting | None:
    """What was asked for and not yet looked at."""
    found = await db.row(
        "SELECT id, how, sent_to, person, browser_hash, asked_at FROM way_in_asked WHERE id = $1", asked_id
    )
    return Waiting(**found) if found else None


_PEOPLE = "SELECT p.id, p.born_on, p.first_name, p.preferred_name, p.never_contact, p.may_text, p.may_write, p.preferred_contact FROM person p"
_HAS_EMAIL = "lower(p.email) = lower($1) AND p.email <> ''"
_HAS_NUMBER = (
    "p.phone <> '' AND regexp_replace(regexp_replace(p.phone, '[^0-9+]', '', 'g'), '^(\\+44|0044)0?', '0') = $1"
)


async def who_has(how: CameHow, address: str) -> list[Candidate]:
    """
    Those who may come in by this e-mail address or telephone number and may be sent something there, by their birthday.

    `address` of a text is a number as `rules.plain_number` says it.
    """
    condition = _HAS_EMAIL if how is CameHow.EMAIL else _HAS_NUMBER
    found = await db.rows(
        f"{_PEOPLE} WHERE {condition} AND {_MAY_COME} ORDER BY p.born_on, p.id",
        address,
    )
    return [_candidate(one) for one in found if _may_be_sent(how, one)]


async def candidates_for(person_id: UUID) -> list[Candidate]:
    """One person, when they may come in at all."""
    return [_candidate(one) for one in await db.rows(f"{_PEOPLE} WHERE p.id = $1 AND {_MAY_COME}", person_id)]


async def of_text(code_hash: bytes) -> Sequence[tuple[UUID, UUID]]:
    """The codes, with their people, that a text with this hash opens now."""
    return await _codes(CameHow.TEXT, code_hash)


async def of_paper(code_hash: bytes) -> Sequence[tuple[UUID, UUID]]:
    """The same for a printed code."""
    return await _codes(CameHow.PAPER, code_hash)


async def _codes(how: CameHow, code_hash: bytes) -> list[tuple[UUID, UUID]]:
    found = await db.rows(
        """
        SELECT id, person FROM resident_code
        WHERE code_hash = $1 AND how = $2 AND used_at IS NULL AND ended_at IS NULL AND ends_at > $3 ORDER BY made_at, id
        """,
        code_hash,
        how.value,
        clock.now(),
    )
    return [(one["id"], one["person"]) for one in found]


def _candidate(found: dict[str, Any]) -> Candidate:
    return Candidate(found["id"], found["born_on"], (found["first_name"], found["preferred_name"]))


def _may_be_sent(how: CameHow, found: dict[str, Any]) -> bool:
    return rules.may_be_sent(
        how,
        never_contact=found["never_contact"],
        may_text=found["may_text"],
        may_write=found["may_write"],
        preferred=ContactMethod(found["preferred_contact"]),
    )


@dataclass(frozen=True)
class Door:
    """Somebody of the demonstration whose own space a newcomer may look at."""

    person: UUID
    called: str
    reads: str
    """The language they read, in English; empty for English."""


async def doors() -> list[Door]:
    """A few people of the demonstration: with an address and most to see, and one whose journey has ended."""
    found = await db.rows(
        """
        (SELECT j.person, coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, p.language
           FROM journey j JOIN person p ON p.id = j.person
          WHERE j.closed_at IS NULL AND NOT p.never_contact
          ORDER BY p.email <> '' DESC,
                   EXISTS (SELECT FROM session s WHERE s.journey = j.id AND s.status = 'booked') DESC,
                   EXISTS (SELECT FROM connection c WHERE c.journey = j.id AND c.status <> 'ended') DESC,
                   (SELECT count(*) FROM goal g WHERE g.journey = j.id AND g.status = 'agreed') DESC,
                   (SELECT count(*) FROM connection c WHERE c.journey = j.id) DESC, j.opened_at, j.id LIMIT 4)
        UNION ALL
        (SELECT j.person, coalesce(nullif(p.preferred_name, ''), p.first_name), p.language
           FROM journey j JOIN person p ON p.id = j.person
          WHERE j.end_reason = 'goals_met' ORDER BY j.closed_at DESC, j.id LIMIT 1)
        """
    )
    return [Door(one["person"], one["called"], _other_language(one["language"])) for one in found]


async def doors_to_choose() -> list[tuple[str, str]]:
    """The same as values and what stands on the buttons, for the page with every door of the demonstration."""
    return [
        (str(one.person), f"{one.called}, who reads {one.reads}" if one.reads else one.called) for one in await doors()
    ]


def _other_language(said: str) -> str:
    code = languages.known(said)
    return "" if code == languages.ENGLISH else languages.LANGUAGES[code].english_name


async def language_of(person: UUID | None) -> str:
    """The language somebody likes best, in the words of their record; empty when it is not known whose it is."""
    return str(await db.value("SELECT language FROM person WHERE id = $1", person) or "")
