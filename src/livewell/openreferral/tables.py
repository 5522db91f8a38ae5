"""Directories we read, what came of each reading, and what each service said when it last came."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.kit.db import DB


class Feed(Table, db=DB):
    """Somewhere that listings come from: another directory's address, a file, or a spreadsheet."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    address = Varchar(length=500, default="", help_text="Where it is read from; empty for files that are sent.")
    kind = Varchar(length=10, help_text="address, file or sheet.")
    daily = Boolean(default=False, help_text="Whether it is read once a day.")
    added_at = Timestamptz()
    last_read_at = Timestamptz(null=True, default=None)
    next_read_at = Timestamptz(null=True, default=None, index=True)
    version = Integer(default=1)

    feed_has_a_name = Check(name != "")
    feed_is_of_a_kind = Check("kind IN ('address', 'file', 'sheet')")


class ImportRun(Table, db=DB):
    """One reading of a feed: a look first, then the real thing; its counts are what the page of it shows."""

    id = UUID(primary_key=True)
    feed = ForeignKey(Feed, null=False, on_delete=OnDelete.restrict, index=True)
    look_only = Boolean(default=False, help_text="Nothing is written: it counts what would be.")
    state = Varchar(length=10, default="waiting", help_text="waiting, reading, done or failed.")
    asked_at = Timestamptz(index=True)
    asked_by = UUID(null=True, default=None, help_text="The staff account; empty for the clock and the command line.")
    started_at = Timestamptz(null=True, default=None)
    leased_until = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    file_name = Varchar(length=200, default="")
    file = Bytea(null=True, default=None, help_text="What was sent, until it has been read in.")
    read = Integer(default=0)
    expected = Integer(null=True, default=None, help_text="How many the feed says there are.")
    bytes_read = BigInt(default=0)
    new = Integer(default=0)
    changed = Integer(default=0)
    unchanged = Integer(default=0)
    gone = Integer(default=0)
    refused = Integer(default=0)
    proposed = Integer(default=0, help_text="Changes that wait for somebody, because the listing was changed here.")
    complete = Boolean(
        default=False, help_text="Whether the feed was read to its end, so that what is missing is gone."
    )
    sentence = Text(default="", help_text="How it ended, in words.")
    findings = JSONB(default="{}", help_text="Refusals, notes, examples and possible duplicates; bounded.")

    run_is_in_a_state = Check("state IN ('waiting', 'reading', 'done', 'failed')")
    ended_has_when = Check("(state IN ('done', 'failed')) = (ended_at IS NOT NULL)")


class ImportedService(Table, db=DB):
    """A service of a feed and the listing it became here."""

    id = UUID(primary_key=True)
    feed = ForeignKey(Feed, null=False, on_delete=OnDelete.restrict)
    source_id = Varchar(length=200, help_text="What the feed calls it.")
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    came_as = Varchar(length=64, help_text="SHA-256 of what came, as we understood it.")
    fields = JSONB(help_text="The listing as it last came: assets/rules/listing.py, as_json.")
    beside = JSONB(default="{}", help_text="What has no place in a listing and goes out again as it came.")
    organization_beside = JSONB(default="{}", help_text="The same of its organisation.")
    seen_in = UUID(index=True, help_text="The last reading it was in.")
    gone_at = Timestamptz(null=True, default=None, help_text="When a whole reading first missed it.")

    one_of_a_feed = Unique([feed, source_id])


class ImportedPhoto(Table, db=DB):
    """A photograph of a hand-over file that was brought in, so that it is not brought in twice, nor after it was taken away."""

    id = UUID(primary_key=True)
    feed = ForeignKey(Feed, null=False, on_delete=OnDelete.restrict)
    source_id = UUID(help_text="What it was called where it came from.")
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    photo = UUID(help_text="What it is called here, also when it has been taken away since.")

    once_of_a_feed = Unique([feed, source_id])
