"""docs/running.md names every setting and every command."""

from dataclasses import fields
from pathlib import Path

import click

from livewell.cli import main
from livewell.settings import Settings, variable

RUNNING = (Path(__file__).resolve().parents[2] / "docs" / "running.md").read_text()


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
