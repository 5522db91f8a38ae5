"""The programme of a café as a calendar reads it."""

from collections.abc import Sequence

from livewell.groups.queries.programme import EntrySeen
from livewell.kit.icalendar_out import Happening, public_calendar


def calendar_of(name: str, place: str, entries: Sequence[EntrySeen], *, address: str) -> bytes:
    """An iCalendar file of what happens, without what was called off; an entry that is moved keeps its UID."""
    return public_calendar(
        [
            Happening(
                uid=f"{entry.id}@livewell",
                starts_at=entry.starts_at,
                ends_at=entry.ends_at,
                title=f"{entry.title} ({name})",
                place=place,
                words="\n".join(part for part in (entry.words, _with(entry)) if part),
                address=address,
                sequence=entry.version - 1,
            )
            for entry in entries
            if not entry.is_cancelled
        ],
        name=name,
    )


def _with(entry: EntrySeen) -> str:
    said = (
        f"Host: {entry.host}" if entry.host else "",
        f"To eat and drink: {entry.refreshments}" if entry.refreshments else "",
    )
    return "\n".join(one for one in said if one)
