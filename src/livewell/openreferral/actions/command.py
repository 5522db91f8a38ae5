"""`livewell oruk import`: the same look and the same reading as on the page, at a terminal."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from livewell.kit.actor import SYSTEM
from livewell.kit.errors import RuleBroken
from livewell.kit.sheets import LARGEST_FILE
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.actions.outcome import Outcome
from livewell.openreferral.queries import feeds
from livewell.openreferral.rules.addresses import as_uri
from livewell.openreferral.rules.sheet import A_PART_AT_A_TIME

EVERY = 5_000
"""Services between two lines that say how far it is."""

_SHEETS = (".csv", ".xlsx")
_SHOWN = 10


async def ask_or_go(
    source: str, *, name: str, look_only: bool, sure: bool, say: Callable[[str], None], ask: Callable[[str], bool]
) -> None:
    """
    Look at a feed and say what would change, ask, and bring it in; `sure` goes without looking first.

    Raises `RuleBroken` with a sentence when it cannot be read, and for a file that is not there.
    """
    path = None if source.startswith(("http://", "https://")) else Path(source)
    if path is not None and not path.is_file():
        raise RuleBroken(f"There is no file {source}.")
    feed = await _feed(source, path, name)
    if look_only or not sure:
        outcome = await _read(feed, path, look_only=True, say=say)
        _tell(outcome, say, would=True)
        if look_only or not (outcome.new + outcome.changed or outcome.findings["beside"]):
            return
        if not ask("Bring these in?"):
            say("Nothing was written.")
            return
    _tell(await _read(feed, path, look_only=False, say=say), say, would=False)


async def _feed(source: str, path: Path | None, name: str) -> UUID:
    if path is None:
        found = await feeds.feed_at(as_uri(source))
        if found is not None:
            return found.id
        return await actions.add_feed(name=name or source, address=source, daily=False, submission=uuid4(), by=SYSTEM)
    kind = "sheet" if path.suffix.lower() in _SHEETS else "file"
    return await actions.feed_of_file(name or path.name, kind, SYSTEM)


async def _read(feed: UUID, path: Path | None, *, look_only: bool, say: Callable[[str], None]) -> Outcome:
    is_sheet = path is not None and path.suffix.lower() in _SHEETS
    if path is not None and is_sheet and path.stat().st_size > LARGEST_FILE:  # noqa: ASYNC240  Nobody else waits here.
        raise RuleBroken(f"{path.name} is larger than 10 MB. {A_PART_AT_A_TIME}")
    file = path.read_bytes() if path is not None and is_sheet else None  # noqa: ASYNC240  As above.
    run = await actions.ask_to_read(
        feed,
        look_only=look_only,
        submission=uuid4(),
        file=file,
        file_name=path.name if path else "",
        begun=True,
        by=SYSTEM,
    )
    told = 0

    async def progress(so_far: Outcome) -> None:
        nonlocal told
        if so_far.read - told >= EVERY:
            told = so_far.read
            of = f" of {so_far.expected:,}" if so_far.expected else ""
            say(f"  {so_far.read:,}{of} read …")

    outcome = await actions.do_run(run, path=None if is_sheet else path, also=progress)
    if (await feeds.run(run)).failed:
        raise RuleBroken(outcome.sentence)
    return outcome


def _tell(outcome: Outcome, say: Callable[[str], None], *, would: bool) -> None:
    say(outcome.sentence)
    words = "would be " if would else ""
    for what, label in (("new", f"{words}added"), ("changed", f"{words}changed"), ("gone", "no longer in the feed")):
        for one in outcome.findings[what][:_SHOWN]:
            say(f"  {label}: {one['name']}")
    for one in outcome.findings["alike"][:_SHOWN]:
        say(f"  may be here already: {one['name']} is much like {one['other']}")
    for one in outcome.findings["refused"][:_SHOWN]:
        say(f"  not read: {one['name']}: {one['reason']}")
    if outcome.gone:
        say(f"{outcome.gone:,} are no longer in the feed. They stay listed until somebody has looked.")
    if outcome.proposed:
        say(f"{outcome.proposed:,} were changed here too. What the feed says waits in /directory/changes.")
