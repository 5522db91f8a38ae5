"""The database keeps a share of the machine's memory, and of a container's."""

import pytest

from livewell.kit import memory
from livewell.kit.db import value


@pytest.mark.parametrize(
    ("gigabytes", "megabytes"),
    [(0.5, 256), (1, 256), (2, 256), (4, 512), (8, 1024), (16, 2048), (24, 3072), (512, 4096)],
)
def test_a_share_of_what_there_is(monkeypatch, gigabytes, megabytes):
    monkeypatch.setattr(memory, "there_is", lambda: int(gigabytes * 2**30))
    assert memory.for_the_database() == megabytes


def test_a_container_has_what_it_may_use(monkeypatch, tmp_path):
    limit, none = tmp_path / "memory.max", tmp_path / "none"
    monkeypatch.setattr(memory, "_LIMITS", (limit, none))
    machine = memory.there_is()
    limit.write_text("1073741824\n")
    assert memory.there_is() == min(machine, 2**30)
    limit.write_text("max\n")
    assert memory.there_is() == machine


async def test_a_database_of_tests_keeps_little():
    assert await value("SELECT current_setting('shared_buffers')") == "64MB"
