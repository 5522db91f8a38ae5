"""The documents name every setting, command and regular job, and no address, path or setting that is not there."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import click
import pytest

from livewell.cli import main
from livewell.doctor import every_route
from livewell.listeners import BY_THE_CLOCK
from livewell.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text()
HISTORY = ROOT / "CHANGELOG.md"
PAGES = {
    page.relative_to(ROOT).as_posix(): page
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if page != HISTORY  # what changed may speak of what is there no more
}
LENGTHS = {
    "5 seconds": timedelta(seconds=5),
    "minute": timedelta(minutes=1),
    "5 minutes": timedelta(minutes=5),
    "10 minutes": timedelta(minutes=10),
    "hour": timedelta(hours=1),
    "6 hours": timedelta(hours=6),
    "day": timedelta(days=1),
}


def test_every_setting_is_explained():
    assert not [variable(field.name) for field in fields(Settings) if f"`{variable(field.name)}`" not in RUNNING]


def commands(group, before=""):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_is_explained():
    assert not [name for name in commands(main) if f"livewell {name}" not in RUNNING]


def test_every_regular_job_stands_with_how_often_it_is_done():
    section = RUNNING.split("## What goes on by itself\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in section.splitlines() if line.startswith("| ")]
    said = {(job, LENGTHS[every]) for every, job in rows if every in LENGTHS}
    assert said == {(chore.name, chore.every) for chore in BY_THE_CLOCK}


@pytest.fixture(scope="module")
def routes():
    """Every address as a pattern, a parameter being anything between two strokes."""
    return re.compile("|".join(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(route["path"])) for route in every_route()))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_document_names_is_there(page, routes):
    text = PAGES[page].read_text()
    beneath = "/oruk/v3" if page == "docs/open-referral.md" else ""
    addresses = set(re.findall(r"(?:`|\s|127\.0\.0\.1:8000)(/[a-z](?:[\w/{}-]|\.\w)*)", text))
    gone = [
        address for address in addresses if not routes.fullmatch(address) and not routes.fullmatch(beneath + address)
    ]
    named = re.findall(r"`((?:src|tests|scripts|docs|templates|static|migrations|bench)/[\w/.-]+)`", text)
    known = {variable(field.name) for field in fields(Settings)}
    assert not gone
    assert not [path for path in named if not (ROOT / path).exists()]
    assert not set(re.findall(r"LIVEWELL_[A-Z_]+[A-Z]", text)) - known
