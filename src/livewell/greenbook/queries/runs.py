"""How far the printing of many books has got: seen by who asked for it, and by nobody else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.greenbook.rules.paper import (
    KEPT,
    LOOK_LABELS,
    PAPER_LABELS,
    RUN_LABELS,
    SIDES_LABELS,
    Look,
    Paper,
    RunState,
    Sides,
    Wanted,
)
from livewell.journeys import queries as journeys
from livewell.kit import clock, db
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member

_CHANGED = (
    "Somebody changed what they share after this file was made, or you may no longer see one of these people. Ask for"
    " the books again."
)


@dataclass(frozen=True)
class FileSeen:
    """One file that is ready."""

    number: int
    first: int
    last: int
    pages: int

    @property
    def label(self) -> str:
        """Which books are in it."""
        return f"Book {self.first}" if self.first == self.last else f"Books {self.first} to {self.last}"


@dataclass(frozen=True)
class RunSeen:
    """A run as who asked for it sees it."""

    id: UUID
    asked_at: datetime
    wanted: Wanted
    number: int
    empty: bool
    done: int
    left_out: int
    state: RunState
    why: str
    files: tuple[FileSeen, ...]

    @property
    def label(self) -> str:
        """The words of its state."""
        return RUN_LABELS[self.state][0]

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return RUN_LABELS[self.state][1]

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.state in {RunState.DONE, RunState.FAILED}

    @property
    def title(self) -> str:
        """What was asked for."""
        what = "empty book" if self.empty else "book"
        return f"{self.number} {what}{'' if self.number == 1 else 's'}"

    @property
    def how(self) -> str:
        """On what, and how."""
        said = (PAPER_LABELS[self.wanted.paper], LOOK_LABELS[self.wanted.look], SIDES_LABELS[self.wanted.sides])
        return "; ".join(one if number == 0 else one[0].lower() + one[1:] for number, one in enumerate(said))

    @property
    def sentence(self) -> str:
        """How far it is."""
        if self.state is RunState.FAILED:
            return self.why
        if self.left_out:
            out = (
                "1 was left out, because you may no longer see that person"
                if self.left_out == 1
                else (f"{self.left_out} were left out, because you may no longer see these people")
            )
            return f"{self.done} of {self.number} are ready. {out}."
        return f"{self.done} of {self.number} are ready."

    @property
    def gone_at(self) -> datetime:
        """When its files are deleted."""
        return self.asked_at + KEPT


@dataclass(frozen=True)
class ToPrint:
    """Somebody whose book may be printed."""

    book: UUID
    name: str
    practice: str
    next_at: datetime | None
    """Their next session."""


_RUNS = """
    SELECT r.id, r.asked_at, r.paper, r.look, r.sides, r.number, r.empty, r.done, r.left_out, r.state, r.why
      FROM print_run r
"""


async def runs(seen_by: Member) -> list[RunSeen]:
    """What `seen_by` asked for and is still there, the latest first."""
    found = await db.rows(f"{_RUNS} WHERE r.asked_by = $1 ORDER BY r.asked_at DESC, r.id LIMIT 50", seen_by.id)
    files = await _files([one["id"] for one in found])
    return [_run(one, files.get(one["id"], ())) for one in found]


async def run(run_id: UUID, seen_by: Member) -> RunSeen:
    """One run. NotFound when there is none, or somebody else asked for it."""
    found = await db.row(f"{_RUNS} WHERE r.id = $1 AND r.asked_by = $2", run_id, seen_by.id)
    if found is None:
        raise NotFound
    files = await _files([run_id])
    return _run(found, files.get(run_id, ()))


async def _files(ids: list[UUID]) -> dict[UUID, tuple[FileSeen, ...]]:
    found: dict[UUID, tuple[FileSeen, ...]] = {}
    for one in await db.rows(
        "SELECT run, number, first, last, pages FROM print_file WHERE run = ANY($1) AND pages > 0 ORDER BY run, number",
        ids,
    ):
        found[one["run"]] = (
            *found.get(one["run"], ()),
            FileSeen(one["number"], one["first"], one["last"], one["pages"]),
        )
    return found


def _run(row: dict[str, Any], files: tuple[FileSeen, ...]) -> RunSeen:
    return RunSeen(
        id=row["id"],
        asked_at=row["asked_at"],
        wanted=Wanted(Paper(row["paper"]), Look(row["look"]), Sides(row["sides"])),
        number=row["number"],
        empty=row["empty"],
        done=row["done"],
        left_out=row["left_out"],
        state=RunState(row["state"]),
        why=row["why"],
        files=files,
    )


async def file(run_id: UUID, number: int, seen_by: Member) -> tuple[bytes, list[UUID]]:
    """
    One file of a run, and the people whose books are in it.

    NotFound when it is not there for `seen_by`. RuleBroken when what is in it was shared then and is not now.
    """
    if not 0 < number <= db.LARGEST_INTEGER:
        raise NotFound
    found = await db.row(
        """
        SELECT f.content, f.books, f.made_at FROM print_file f JOIN print_run r ON r.id = f.run
         WHERE r.id = $1 AND f.number = $2 AND r.asked_by = $3
        """,
        run_id,
        number,
        seen_by.id,
    )
    if found is None:
        raise NotFound
    return found["content"], await _people_of(list(found["books"]), found["made_at"], seen_by)


async def _people_of(books: list[UUID], made_at: datetime, seen_by: Member) -> list[UUID]:
    if not books:
        return []
    condition, args = journeys.seen_by_sql(seen_by, "j", 3)
    found = await db.rows(
        f"""
        SELECT b.person FROM green_book b
         WHERE b.id = ANY($1)
           AND EXISTS (SELECT FROM journey j WHERE j.person = b.person AND {condition})
           AND coalesce(b.emptied_at, '-infinity') <= $2
           AND NOT EXISTS (SELECT FROM book_page p WHERE p.book = b.id AND p.removed_at > $2)
           AND NOT EXISTS (SELECT FROM book_page p JOIN page_shared s ON s.page = p.id
                            WHERE p.book = b.id AND s.ended_at > $2)
        """,  # noqa: S608  Made of constants.
        books,
        made_at,
        *args,
    )
    if len(found) < len(books):
        raise RuleBroken(_CHANGED)
    return [one["person"] for one in found]


async def to_print(seen_by: Member) -> list[ToPrint]:
    """Everybody with an open journey whom `seen_by` may see and who has a book: by practice, then by name."""
    condition, args = journeys.seen_by_sql(seen_by, "j", 2)
    found = await db.rows(
        f"""
        SELECT b.id AS book, coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
               coalesce(pr.name, '') AS practice,
               (SELECT min(s.planned_for) FROM session s WHERE s.journey = j.id AND s.status = 'booked'
                   AND s.planned_for > $1) AS next_at
          FROM journey j JOIN person p ON p.id = j.person JOIN green_book b ON b.person = p.id
          LEFT JOIN practice pr ON pr.id = coalesce(j.practice, p.practice)
         WHERE j.closed_at IS NULL AND {condition}
         ORDER BY practice, p.family_name, p.first_name, b.id LIMIT 500
        """,  # noqa: S608  Made of constants.
        clock.now(),
        *args,
    )
    return [ToPrint(**one) for one in found]
