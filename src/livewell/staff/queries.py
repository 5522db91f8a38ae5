"""Who is signed in, and what the pages about accounts show."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.door import FindSignedIn, SignedIn
from livewell.staff.permissions import GRANTS, OPENS_RECORDS
from livewell.staff.rules import IDLE, SEEN_AT_MOST_EVERY, Member, Role


def hash_of(token: str) -> bytes:
    """What is kept of a random token. It has 256 bits of chance, so one fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def member_of(row: dict[str, Any], *, closed: frozenset[str] = frozenset()) -> Member:
    """The member a row of staff_user describes."""
    role = Role(row["role"])
    return Member(
        id=row["id"],
        name=row["name"],
        kind="staff",
        role=role,
        email=row["email"],
        job_title=row["job_title"],
        area=row["area"],
        practice=row["practice"],
        organisation=row["organisation"],
        can=frozenset(GRANTS[role]) - closed,
    )


def finder(*, second_factor: bool) -> FindSignedIn:
    """
    How the edge finds who is signed in: one statement for each request.

    With `second_factor`, permissions that open a person's record stay closed to a sign-in that did not
    prove one.
    """

    async def find(token: str) -> SignedIn | None:
        now = clock.now()
        row = await db.row(
            """
            WITH found AS (
                SELECT s.id AS sign_in, s.ends_at, s.second_factor_at, s.last_seen_at,
                       u.id, u.name, u.role, u.email, u.job_title, u.area, u.practice, u.organisation
                FROM sign_in s JOIN staff_user u ON u.id = s.staff_user
                WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND u.active
                  AND s.ends_at > $2 AND s.last_seen_at > $3
            ), seen AS (
                UPDATE sign_in SET last_seen_at = $2 FROM found
                WHERE sign_in.id = found.sign_in AND found.last_seen_at < $4 AND sign_in.revoked_at IS NULL
            )
            SELECT * FROM found
            """,
            hash_of(token),
            now,
            now - IDLE,
            now - SEEN_AT_MOST_EVERY,
        )
        if row is None:
            return None
        closed = OPENS_RECORDS if second_factor and row["second_factor_at"] is None else frozenset()
        return SignedIn(
            sign_in=row["sign_in"],
            member=member_of(row, closed=closed),
            ends_at=row["ends_at"],
            token_hash=hash_of(token).hex(),
            closed_until_second_factor=closed & GRANTS[Role(row["role"])],
        )

    return find


async def bindings(staff_user_id: UUID) -> list[str]:
    """What the form tokens of somebody's sign-ins were bound to: all that are still known, ended or not."""
    found = await db.rows("SELECT token_hash FROM sign_in WHERE staff_user = $1", staff_user_id)
    return [row["token_hash"].hex() for row in found]


@dataclass(frozen=True)
class Account:
    """One person who signs in, as the staff pages show them."""

    id: UUID
    name: str
    email: str
    job_title: str
    phone: str
    role: Role
    area: UUID | None
    area_name: str
    practice: UUID | None
    practice_name: str
    organisation: UUID | None
    active: bool
    has_password: bool
    has_second_factor: bool
    last_seen_at: datetime | None
    version: int

    @property
    def where(self) -> str:
        """The area or the practice they work in, in words."""
        return self.practice_name or self.area_name


_ACCOUNTS = """
    SELECT u.id, u.name, u.email, u.job_title, u.phone, u.role, u.area, coalesce(a.name, '') AS area_name,
           u.practice, coalesce(p.name, '') AS practice_name, u.organisation, u.active,
           u.password_hash <> '' AS has_password, u.totp_set_up_at IS NOT NULL AS has_second_factor,
           (SELECT max(last_seen_at) FROM sign_in WHERE sign_in.staff_user = u.id) AS last_seen_at, u.version
    FROM staff_user u LEFT JOIN area a ON a.id = u.area LEFT JOIN practice p ON p.id = u.practice
"""


def _account(row: dict[str, Any]) -> Account:
    return Account(**{**row, "role": Role(row["role"])})


ACCOUNTS_A_PAGE = 25


@dataclass(frozen=True)
class Accounts:
    """One page of those who sign in or did."""

    found: tuple[Account, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // ACCOUNTS_A_PAGE))

    @property
    def first(self) -> int:
        """The number of the first on this page, counted from 1."""
        return (self.page - 1) * ACCOUNTS_A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last on this page."""
        return self.first + len(self.found) - 1


_MATCHES = """
    WHERE ($1::text IS NULL OR u.role = $1)
      AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) word
                       WHERE position(lower(word) IN lower(u.name || ' ' || u.email)) = 0)
"""
_HOW_MANY = f"SELECT count(*) FROM staff_user u {_MATCHES}"  # noqa: S608  Our own words.


async def accounts(*, words: str = "", role: Role | None = None, page: int = 1) -> Accounts:
    """
    A page of 25, those who still may sign in first, by name: two queries, whoever is found.

    Each of the `words` stands in a name or an e-mail address. A page past the end is the last one.
    """
    asked = (role.value if role else None, words.split())
    total = int(await db.value(_HOW_MANY, *asked))
    page = min(page, max(1, -(-total // ACCOUNTS_A_PAGE)))
    found = await db.rows(
        _ACCOUNTS + _MATCHES + " ORDER BY u.active DESC, lower(u.name), u.id LIMIT $3 OFFSET $4",
        *asked,
        ACCOUNTS_A_PAGE,
        (page - 1) * ACCOUNTS_A_PAGE,
    )
    return Accounts(found=tuple(_account(row) for row in found), total=total, page=page)


async def account(staff_user_id: UUID) -> Account | None:
    """One account, or None."""
    row = await db.row(_ACCOUNTS + " WHERE u.id = $1", staff_user_id)
    return _account(row) if row else None


async def member(staff_user_id: UUID) -> Member | None:
    """An active account as a member, or None: for listeners and letters that name somebody."""
    row = await db.row(
        "SELECT id, name, role, email, job_title, area, practice, organisation FROM staff_user WHERE id = $1 AND active",
        staff_user_id,
    )
    return member_of(row) if row else None


@dataclass(frozen=True)
class OwnSignIn:
    """One browser that is signed in, as its owner sees it."""

    id: UUID
    signed_in_at: datetime
    last_seen_at: datetime
    browser: str
    address: str
    this_one: bool


async def own_sign_ins(*, seen_by: Member, here: UUID) -> list[OwnSignIn]:
    """The browsers in which a member is signed in now, the one in use first."""
    now = clock.now()
    found = await db.rows(
        """
        SELECT id, signed_in_at, last_seen_at, browser, address, id = $2 AS this_one FROM sign_in
        WHERE staff_user = $1 AND revoked_at IS NULL AND ends_at > $3 AND last_seen_at > $4
        ORDER BY id = $2 DESC, last_seen_at DESC
        """,
        seen_by.id,
        here,
        now,
        now - IDLE,
    )
    return [OwnSignIn(**row) for row in found]


async def recovery_codes_left(*, seen_by: Member) -> int:
    """How many recovery codes a member has not used."""
    return int(
        await db.value("SELECT count(*) FROM recovery_code WHERE staff_user = $1 AND used_at IS NULL", seen_by.id)
    )


@dataclass(frozen=True)
class Invitation:
    """Whose password a link sets."""

    staff_user: UUID
    name: str
    email: str
    first: bool


async def invitation(token: str) -> Invitation | None:
    """The invitation a link stands for, or None when it was used, is old or never was."""
    row = await db.row(
        """
        SELECT u.id AS staff_user, u.name, u.email, u.password_hash = '' AS first
        FROM password_link l JOIN staff_user u ON u.id = l.staff_user
        WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.ends_at > $2 AND u.active
        """,
        hash_of(token),
        clock.now(),
    )
    return Invitation(**row) if row else None


@dataclass(frozen=True)
class Persona:
    """A door of the demo: one fictional member of staff."""

    id: UUID
    name: str
    role: Role
    job_title: str
    where: str
    is_asked: bool
    """Whether a health coach waits for their answer: the liveliest way in."""


async def personas(*, of_each_role: int = 6) -> list[Persona]:
    """
    The active accounts a newcomer may try, in the order of a person's way through Live Well.

    Practices have a dozen who refer: one of each profession stands for them, whom a coach has asked something
    if there is one, else who referred most.
    """
    found = await db.rows(
        """
        SELECT id, name, role, job_title, "where", is_asked FROM (
            SELECT u.id, u.name, u.role, u.job_title, coalesce(p.name, a.name, '') AS "where",
                   coalesce(sent.asked, false) AS is_asked,
                   row_number() OVER (
                       PARTITION BY u.role, CASE WHEN u.practice IS NULL THEN '' ELSE u.job_title END
                       ORDER BY sent.asked DESC NULLS LAST, sent.referrals DESC NULLS LAST, u.created_at, u.name
                   ) AS place
            FROM staff_user u LEFT JOIN area a ON a.id = u.area LEFT JOIN practice p ON p.id = u.practice
            LEFT JOIN (
                SELECT r.referrer, count(DISTINCT r.id) AS referrals, bool_or(q.id IS NOT NULL) AS asked
                FROM referral r LEFT JOIN information_request q ON q.referral = r.id AND q.answered_at IS NULL
                GROUP BY r.referrer
            ) AS sent ON sent.referrer = u.id AND u.practice IS NOT NULL
            WHERE u.active
        ) one WHERE place <= CASE WHEN role = $2 THEN 1 ELSE $1 END
        """,
        of_each_role,
        Role.PRACTICE_REFERRER.value,
    )
    order = list(Role)
    return sorted(
        (Persona(**{**row, "role": Role(row["role"])}) for row in found),
        key=lambda one: (order.index(one.role), not one.is_asked, one.job_title, one.where, one.name),
    )


def idle_for_pages() -> timedelta:
    """The idle time a page may count on: what we last wrote down can be that much older than the last request."""
    return IDLE - SEEN_AT_MOST_EVERY
