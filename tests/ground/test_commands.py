"""The livewell command, as an operator runs it."""

import json
import subprocess

import pytest

from tests.live import LIVEWELL, SECRET, LiveHouse, environment, livewell


@pytest.fixture
def named(committed_db, tmp_path):
    """Settings that name a migrated, empty database."""
    return {
        "LIVEWELL_DATABASE_URL": committed_db,
        "LIVEWELL_SECRET_KEY": SECRET,
        "LIVEWELL_DATA_DIR": str(tmp_path),
    }


def test_a_wrong_setting_is_one_plain_line():
    ran = livewell("doctor", LIVEWELL_DEMO="perhaps")
    assert (ran.returncode, ran.stderr) == (1, "Error: LIVEWELL_DEMO cannot be 'perhaps'.\n")


def test_a_database_that_does_not_answer_is_one_plain_line():
    ran = livewell("migrate", LIVEWELL_DATABASE_URL="postgresql://127.0.0.1:1/nobody", LIVEWELL_SECRET_KEY=SECRET)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: The database or the network does not answer")
    assert "Traceback" not in ran.stderr


async def test_the_doctor_says_what_is_well(named):
    ran = livewell("doctor", **named)
    said = {line[:12].strip(): line[13:].split("  ")[0].strip() for line in ran.stdout.splitlines()}
    assert ran.returncode == 0, ran.stdout
    assert said["settings"].startswith("ok")
    assert said["database"].startswith("ok")
    assert said["migrations"] == "ok"
    assert said["mail"].startswith("not set up")


async def test_the_doctor_says_what_is_wrong(named):
    from livewell.kit.db import execute

    await execute("DELETE FROM migration WHERE name LIKE 'm0002%'")
    ran = livewell("doctor", **named)
    assert ran.returncode == 1
    assert "migrations   wrong      1 waiting: run livewell migrate." in ran.stdout
    ran = livewell("doctor", **{**named, "LIVEWELL_DATABASE_URL": "postgresql://127.0.0.1:1/nobody"})
    assert ran.returncode == 1
    assert "database     wrong" in ran.stdout
    ran = livewell("doctor", LIVEWELL_DATABASE_URL=named["LIVEWELL_DATABASE_URL"])
    assert ran.returncode == 1
    assert "Set LIVEWELL_SECRET_KEY" in ran.stdout


async def test_migrating_twice_changes_nothing(named):
    ran = livewell("migrate", **named)
    assert (ran.returncode, ran.stdout) == (0, "The database is up to date.\n")


async def test_the_first_manager_is_added_and_given_a_link(named):
    from livewell.kit.db import rows

    ran = livewell("staff", "add", "--name", "Moira Bell", "--email", "moira@livewell.example", **named)
    assert ran.returncode == 0, ran.stderr
    assert "Moira Bell can set a password" in ran.stdout
    assert "http://127.0.0.1:8000/" in ran.stdout
    assert await rows("SELECT name, role, password_hash FROM staff_user") == [
        {"name": "Moira Bell", "role": "manager", "password_hash": ""}
    ]


def test_every_route_is_listed_with_its_permission():
    ran = livewell("routes", "--json")
    routes = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert {"path", "methods", "name", "permission"} <= set(routes[0])
    assert {
        "path": "/readyz",
        "methods": ["GET"],
        "name": "health.ready",
        "permission": "public",
        "opens": None,
    } in routes
    assert all(route["permission"] for route in routes)
    plain = livewell("routes").stdout.splitlines()
    assert len(plain) == len(routes)


async def test_postcodes_that_are_not_in_england_are_refused_in_words(named):
    ran = livewell("postcodes", "load", "--areas", "ZZ", **named)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: There are no postcodes")


async def test_a_real_house_is_never_opened_as_a_demonstration(named, tmp_path):
    from livewell.kit.db import value
    from livewell.staff.rules import Role
    from tests.factories.staff import a_member

    await a_member(Role.MANAGER)
    ran = livewell("demo", "--size", "small", "--no-serve", **named)
    assert ran.returncode == 1
    assert "real accounts" in ran.stderr
    ran = livewell("serve", LIVEWELL_DEMO="yes", **named)
    assert ran.returncode == 1
    assert "not a demonstration's database" in ran.stderr
    assert await value("SELECT count(*) FROM staff_user") == 1


async def test_a_demonstration_is_never_opened_as_a_real_house(named):
    from livewell.kit.db import execute

    await execute("INSERT INTO service_setting (key, value, changed_at) VALUES ('demonstration', 'yes', now())")
    ran = livewell("serve", **named)
    assert ran.returncode == 1
    assert "run livewell demo" in ran.stderr


async def test_a_port_in_use_is_one_plain_line(live_server: LiveHouse):
    more = {**live_server.settings, "PORT": str(live_server.port)}
    ran = subprocess.run([*LIVEWELL, "serve"], env=environment(**more), capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert f"Port {live_server.port} on 127.0.0.1 cannot be used" in ran.stderr
    assert "Traceback" not in ran.stderr
