"""The livewell command: everything an operator does."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from livewell.kit.errors import NotFound, NotSetUp, RuleBroken
from livewell.settings import Settings, SettingsWrong, settings, use

Say = Callable[[str], None]


def say(sentence: str) -> None:
    """Tell the person at the terminal, at once."""
    click.echo(sentence)
    sys.stdout.flush()


@asynccontextmanager
async def the_database(told: Settings, *, migrated: bool = True) -> AsyncIterator[None]:
    """The database, open: our own server when no other is named, and brought up to date first."""
    from livewell.kit import migrate
    from livewell.kit.db import close_pool, open_pool
    from livewell.kit.postgres import embedded

    with ExitStack() as stack:
        dsn = told.database_url
        if dsn is None:
            if not (told.data_dir / "postgres").exists():
                say(f"Making a new database in {told.data_dir.absolute()} …")
            own = stack.enter_context(embedded(told.data_dir))
            dsn = own.dsn()
            nurse = asyncio.create_task(own.watch())
            stack.callback(nurse.cancel)
        await open_pool(dsn)
        try:
            if migrated:
                await migrate.run(said=say)
            yield
        finally:
            await close_pool()


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run one command to its end on a fast loop; a refusal is one plain line and exit code 1."""
    import uvloop

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work)
    except (SettingsWrong, NotSetUp, RuleBroken) as refused:
        raise click.ClickException(str(refused)) from None
    except NotFound as missing:
        raise click.ClickException(str(missing) or "There is no such thing.") from None
    except OSError as error:
        raise click.ClickException(f"The database or the network does not answer: {error}") from None


@click.group(help="Live Well: the software that lets a place run social prescribing whole.")
def main() -> None:
    """Read the settings before anything else, so that a wrong one stops every command."""
    from livewell.kit import logs

    try:
        logs.configure(settings().log_format)
    except SettingsWrong as wrong:
        raise click.ClickException(str(wrong)) from None


@main.command()
@click.option("--no-worker", is_flag=True, help="Do not carry news here; `livewell worker` runs elsewhere.")
def serve(*, no_worker: bool) -> None:
    """Serve the pages, and do the background work too unless told otherwise."""
    from livewell import demonstration, server

    async def work() -> None:
        async with the_database(settings()):
            await demonstration.check(settings())
            await server.serve(settings(), said=say, with_worker=not no_worker)

    finish(work())


@main.command()
def worker() -> None:
    """Carry news and do chores, in a process of its own; stops cleanly on SIGTERM."""
    from livewell import worker as the_worker

    async def work() -> None:
        async with the_database(settings()):
            the_worker.prepare()
            say("The worker is at work.")
            await the_worker.run(the_worker.until_told_to_stop())
            say("The worker has stopped.")

    finish(work())


@main.command()
def migrate() -> None:
    """Bring the database up to date."""
    from livewell.kit import migrate as migrations

    async def work() -> None:
        async with the_database(settings(), migrated=False):
            ran = await migrations.run(said=say)
        say(f"{len(ran)} migrations ran." if ran else "The database is up to date.")

    finish(work())


@main.command()
@click.option("--size", type=click.Choice(["small", "full"]), default="full", help="How much of Rushcliffe.")
@click.option("--no-serve", is_flag=True, help="Only make the demonstration; do not serve it.")
def demo(*, size: str, no_serve: bool) -> None:
    """Make a demonstration with fictional people, and serve it."""
    from livewell import demonstration, server

    use(replace(settings(), demo=True))

    async def work() -> None:
        async with the_database(settings()):
            await demonstration.make(size, say)
            if not no_serve:
                await server.serve(settings(), said=say, with_worker=True)

    finish(work())


@main.group()
def staff() -> None:
    """The people who sign in."""


@staff.command("add")
@click.option("--name", prompt="Full name")
@click.option("--email", prompt="E-mail address")
def staff_add(*, name: str, email: str) -> None:
    """Make a manager's account, and print the link with which its owner sets a password."""
    from livewell.staff.actions import add_first_manager

    async def work() -> None:
        async with the_database(settings()):
            path = await add_first_manager(name=name, email=email)
        say(f"{name} can set a password, once and within three days, at {settings().address}{path}")

    finish(work())


@main.group()
def postcodes() -> None:
    """Where postcodes are, from the ONS Postcode Directory."""


@postcodes.command("load")
@click.option("--areas", default=None, help="Postcode areas such as NG,LE,DE; all of England when left out.")
def postcodes_load(*, areas: str | None) -> None:
    """Load postcodes into the database; loading again replaces them."""
    from livewell.kit import geo

    async def work() -> None:
        async with the_database(settings()):
            try:
                loaded = await geo.load(areas, say)
            except ValueError as wrong:
                raise RuleBroken(str(wrong)) from None
        say(f"{loaded:,} postcodes are loaded.")

    finish(work())


@main.group()
def places() -> None:
    """Wards, and names of towns and villages."""


_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@places.command("load-wards")
@click.argument("file", type=_FILE)
def places_load_wards(*, file: Path) -> None:
    """Load wards from a GeoJSON FILE of the Office for National Statistics; loading again replaces them."""
    from livewell.places.actions import load_wards

    finish(_load((file,), "wards", load_wards))


@places.command("load-names")
@click.argument("files", type=_FILE, nargs=-1, required=True)
def places_load_names(*, files: tuple[Path, ...]) -> None:
    """Load names of places from CSV FILES: a list of your own, or tiles of OS Open Names."""
    from livewell.places.actions import load_place_names

    finish(_load(files, "names of places", load_place_names))


async def _load(files: tuple[Path, ...], what: str, load: Callable[..., Coroutine[Any, Any, int]]) -> None:
    """Load each file in turn, saying so; the first that cannot be read stops it with every reason on its own line."""
    from livewell.kit.actor import SYSTEM
    from livewell.places.forms import FileUnreadable

    async with the_database(settings()):
        for number, file in enumerate(files, 1):
            say(f"Reading {file} ({number} of {len(files)}) …")
            try:
                loaded = await load(file.read_bytes(), by=SYSTEM)
            except FileUnreadable as wrong:
                raise RuleBroken("\n".join((f"Nothing of {file} is loaded.", *wrong.sentences))) from None
            say(f"{loaded:,} {what} are loaded.")


@main.command()
def index() -> None:
    """Make again everything that searches of the directory look at, from the listings themselves."""
    from livewell.assets import actions as assets

    async def work() -> None:
        async with the_database(settings()):
            made = await assets.make_all_search_rows(lambda done, of: say(f"{done:,} of {of:,} …"))
            out_of_step = await assets.search_rows_out_of_step()
        if out_of_step:
            raise RuleBroken(f"{out_of_step:,} listings were changed meanwhile. Run it again.")
        say(f"{made:,} listings are as searches should find them.")

    finish(work())


@main.group()
def oruk() -> None:
    """Open Referral UK: listings from other directories."""


@oruk.command("import")
@click.argument("source", metavar="ADDRESS-OR-FILE")
@click.option("--name", default="", help="What to call where these come from.")
@click.option("--preview", is_flag=True, help="Only say what would change.")
@click.option("--yes", is_flag=True, help="Do not ask before anything is written.")
def oruk_import(*, source: str, name: str, preview: bool, yes: bool) -> None:
    """Bring listings in from an address or a file; the same again changes nothing."""
    from livewell.openreferral.actions.command import ask_or_go

    async def work() -> None:
        async with the_database(settings()):
            await ask_or_go(source, name=name, look_only=preview, sure=yes, say=say, ask=click.confirm)

    finish(work())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for machines.")
def routes(*, as_json: bool) -> None:
    """Every address: its methods, its name, and the permission it needs."""
    from livewell.doctor import every_route

    found = every_route()
    if as_json:
        say(json.dumps(found, indent=1))
        return
    for route in found:
        say(f"{'/'.join(route['methods']):9} {route['path']:60} {route['permission']}")


@main.command()
def doctor() -> None:
    """Say what is well and what is not, one line each; exit code 1 when something is wrong."""
    from livewell.doctor import examine

    lines = examine(settings())
    for line in lines:
        say(str(line))
    if any(line.wrong for line in lines):
        sys.exit(1)
