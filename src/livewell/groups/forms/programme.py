"""An entry of a programme as it is typed."""

from dataclasses import dataclass
from datetime import date, time

from livewell.groups.queries.programme import EntrySeen
from livewell.groups.rules.programme import (
    ENTRY_LABELS,
    LONGEST_LINE,
    LONGEST_TITLE,
    LONGEST_WORDS,
    EntryKind,
)
from livewell.kit import clock
from livewell.kit.forms import Form

KIND_CHOICES = [(kind.value, label) for kind, (label, _) in ENTRY_LABELS.items()]
_LONGEST_HOST = 120


@dataclass(frozen=True)
class Entry:
    """One thing in a programme; `starts` and `ends` are minutes of the London day. `host` is read by everybody."""

    title: str
    on: date
    starts: int
    ends: int
    kind: EntryKind = EntryKind.DROP_IN
    words: str = ""
    host: str = ""
    refreshments: str = ""


def filled(entry: EntrySeen) -> Form:
    """An entry in its boxes."""
    return Form.blank(
        {
            "title": entry.title,
            "kind": entry.kind.value,
            "on": entry.on,
            "starts": _clock(entry.starts),
            "ends": _clock(entry.ends),
            "words": entry.words,
            "host": entry.host,
            "refreshments": entry.refreshments,
        }
    )


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def read_entry(form: Form) -> Entry | None:
    """One thing that happens, or None with what has to be put right."""
    title = form.text("title", "What happens", required="Say what happens", longest=LONGEST_TITLE)
    kind = form.one_of("kind", KIND_CHOICES, required="Choose what kind of thing it is")
    on = form.day("on", "The day", required="Say on which day", not_before=clock.today())
    starts = form.time("starts", "The start", required="Say when it starts")
    ends = form.time("ends", "The end", required="Say when it ends")
    words = form.text("words", "More about it", longest=LONGEST_WORDS)
    host = form.text("host", "Who is the host", longest=_LONGEST_HOST)
    refreshments = form.text("refreshments", "What there is to eat and drink", longest=LONGEST_LINE)
    if starts and ends and _minute(ends) <= _minute(starts):
        form.error("ends", "It ends after it starts, on the same day")
    if not form.ok or kind is None or on is None or starts is None or ends is None:
        return None
    return Entry(title, on, _minute(starts), _minute(ends), EntryKind(kind), words, host, refreshments)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def read_cancelled(form: Form) -> str | None:
    """Why it does not happen, or None with what has to be put right."""
    why = form.text("why", "Why", required="Say why it does not happen: everybody reads it", longest=LONGEST_WORDS)
    return why if form.ok else None
