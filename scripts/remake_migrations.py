"""
Writes migrations/m0001_the_house.py afresh from every room's tables: `make migrations`.

For as long as nobody runs Live Well with real data there is one first migration, made again whenever a table changes.
Hand-written ones (extensions, triggers, indexes Piccolo cannot say) keep their own files and are not touched.
"""

import asyncio
import fcntl
import sys
from itertools import chain
from pathlib import Path

import black
from piccolo.apps.migrations.auto import AlterStatements, DiffableTable, SchemaDiffer, SchemaSnapshot
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.new import render_template

from livewell.kit import migrate
from livewell.piccolo_app import APP_CONFIG

ID = "m0001_the_house"
DESCRIPTION = "Every table of the house"


def differences(*, since_nothing: bool) -> list[AlterStatements]:
    """What would have to change to bring the migrated tables, or none at all, to those in the code."""
    managers = [] if since_nothing else asyncio.run(_managers())
    current = [
        DiffableTable(
            class_name=table.__name__,
            tablename=table._meta.tablename,  # noqa: SLF001  Piccolo keeps a table's facts there.
            columns=table._meta.non_default_columns,  # noqa: SLF001
            constraints=table._meta.constraints,  # noqa: SLF001
            schema=table._meta.schema,  # noqa: SLF001
        )
        for table in APP_CONFIG.table_classes
    ]
    found: list[AlterStatements] = SchemaDiffer(
        schema=current, schema_snapshot=SchemaSnapshot(managers).get_snapshot(), auto_input="y"
    ).get_alter_statements()
    return found


async def _managers() -> list[MigrationManager]:
    return [await module.forwards() for module in migrate.migrations().values()]


def main() -> int:
    """Write the file in one piece; gives the exit code."""
    folder = Path(APP_CONFIG.resolved_migrations_folder_path)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        statements = differences(since_nothing=True)
        text: str = render_template(  # type: ignore[no-untyped-call]
            migration_id=ID,
            auto=True,
            alter_statements=list(chain.from_iterable(one.statements for one in statements)),
            extra_imports=sorted(set(chain.from_iterable(one.extra_imports for one in statements)), key=repr),
            extra_definitions=sorted(set(chain.from_iterable(one.extra_definitions for one in statements)), key=repr),
            app_name=APP_CONFIG.app_name,
            description=DESCRIPTION,
        )
        text = f'"""{DESCRIPTION}: written by scripts/remake_migrations.py."""\n\n{text}'
        new = folder / f"{ID}.new"
        new.write_text(black.format_str(text, mode=black.FileMode(line_length=120)))
        for old in folder.glob("m0001_*.py"):
            if old.stem != ID:
                old.unlink()
        new.replace(folder / f"{ID}.py")
    print(f"{len(APP_CONFIG.table_classes)} tables are in migrations/{ID}.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
