"""What every table of the house keeps to."""

import re
from itertools import chain

import pytest
from piccolo.columns import Timestamp, Timestamptz
from piccolo.columns.base import OnDelete

from livewell.kit.db import rows
from tests.house.the_house import modules, owner, tables

each_table = pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)


@each_table
def test_deleting_a_row_never_deletes_another(table):
    cascading = [
        column._meta.name
        for column in table._meta.foreign_key_columns
        if column._foreign_key_meta.on_delete != OnDelete.restrict
    ]
    assert not cascading


@each_table
def test_instants_know_their_time_zone_and_end_in_at(table):
    columns = table._meta.columns
    assert not [column._meta.name for column in columns if type(column) is Timestamp]
    assert not [
        column._meta.name
        for column in columns
        if isinstance(column, Timestamptz) and not column._meta.name.endswith(("_at", "_until", "_for"))
    ]


MAY_WRITE = {
    # Every request notes when its sign-in was last used: a look that leaves a trace, at most once a minute.
    "livewell.staff.queries": "sign_in",
    # The same for a visit to somebody's own space.
    "livewell.residents.queries.coming": "resident_visit",
}


def _tables_touched(text):
    return re.findall(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+([a-z_]+)", text)


def test_only_a_room_writes_its_own_tables():
    """Constructing, inserting, updating or deleting happens in the room's actions alone. The demo may write anything."""
    keeper = {table.__name__: owner(table) for table in tables()}
    named = {table._meta.tablename: owner(table) for table in tables()}
    trespass = []
    for module in modules():
        if module.room in {"demo", "kit", ""}:
            continue
        imported = {
            alias.asname or alias.name: keeper[alias.name]
            for node in module.tree.body
            if hasattr(node, "names") and str(getattr(node, "module", "")).endswith("tables")
            for alias in node.names
            if alias.name in keeper
        }
        for call in module.calls():
            function = call.func
            name = getattr(function, "id", None)
            verb = "make"
            if hasattr(function, "attr") and function.attr in {"insert", "update", "delete", "create_table", "alter"}:
                name, verb = getattr(function.value, "id", None), function.attr
            if name in imported and (imported[name] != module.room or module.part != "actions"):
                trespass.append(f"{module.name}:{call.lineno} {verb} {name}")
        for string in module.strings():
            trespass += [
                f"{module.name}:{string.lineno} SQL writes {table}"
                for table in _tables_touched(string.value)
                if table in named
                and (named[table] != module.room or module.part != "actions")
                and MAY_WRITE.get(module.name) != table
            ]
    assert not trespass


def test_tables_and_migrations_agree():
    """`make migrations` after a change of tables; later, a new migration."""
    from scripts.remake_migrations import differences

    assert not list(chain.from_iterable(one.statements for one in differences(since_nothing=False)))


async def test_the_migrated_database_has_every_table_and_column():
    found = await rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    there = {(one["table_name"], one["column_name"]) for one in found}
    wanted = {
        (table._meta.tablename, column._meta.db_column_name) for table in tables() for column in table._meta.columns
    }
    assert wanted - there == set()


async def test_no_foreign_key_of_the_database_cascades():
    cascading = await rows(
        "SELECT conrelid::regclass::text AS table, conname FROM pg_constraint WHERE contype = 'f' AND confdeltype NOT IN ('r', 'a')"
    )
    assert cascading == []


def test_every_foreign_key_says_whether_it_may_be_empty():
    """Piccolo's default is nullable, which nobody meant."""
    silent = []
    for module in modules():
        for call in module.calls():
            if getattr(call.func, "id", "") == "ForeignKey" and module.name.endswith("tables"):
                said = {keyword.arg for keyword in call.keywords}
                if not {"null", "on_delete"} <= said:
                    silent.append(f"{module.name}:{call.lineno}")
    assert not silent
