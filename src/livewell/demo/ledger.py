"""Rows for many tables, written by COPY in the order the tables were first used."""

import json
from collections.abc import Sequence
from enum import Enum
from random import Random
from typing import Any
from uuid import UUID

from piccolo.columns import JSONB
from piccolo.table import Table

from livewell.kit.db import copy_in, transaction
from livewell.kit.ids import new_reference


class Ledger:
    """Collects rows and writes them all at once. Identifiers come from a seeded source, so the same plan gives the same rows."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._references: set[str] = set()
        self._rows: dict[type[Table], list[Table]] = {}

    def new_id(self) -> UUID:
        """The next identifier, a version 4 UUID that is the same in every run."""
        return UUID(int=self._chance.getrandbits(128), version=4)

    def new_reference(self) -> str:
        """The next reference to read aloud, never the same one twice."""
        reference = new_reference(self._chance)
        while reference in self._references:
            reference = new_reference(self._chance)
        self._references.add(reference)
        return reference

    def add(self, table: type[Table], **values: Any) -> UUID:
        """Keep one row of `table`; defaults fill what is not said. Gives its identifier."""
        values.setdefault("id", self.new_id())
        self._rows.setdefault(table, []).append(table(**values))
        identifier: UUID = values["id"]
        return identifier

    def count(self) -> int:
        """How many rows are waiting."""
        return sum(len(rows) for rows in self._rows.values())

    async def write(self, order: Sequence[type[Table]]) -> None:
        """Write everything in one transaction, tables in `order` (a table before those that point to it), and start afresh."""
        async with transaction():
            for table in order:
                rows = self._rows.pop(table, [])
                if rows:
                    await _copy(table, rows)
        if self._rows:
            left = ", ".join(table.__name__ for table in self._rows)
            raise ValueError(f"These tables are not in the order: {left}")


async def _copy(table: type[Table], rows: list[Table]) -> None:
    described = table._meta  # noqa: SLF001  Piccolo's own description of a table, in order.
    columns = [(column, column._meta.name, column._meta.db_column_name) for column in described.columns]  # noqa: SLF001
    records = [tuple(_as_stored(column, getattr(row, name)) for column, name, _ in columns) for row in rows]
    await copy_in(described.tablename, [stored for _, _, stored in columns], records)


def _as_stored(column: Any, value: Any) -> Any:
    if isinstance(column, JSONB) and not isinstance(value, str | None):
        return json.dumps(value)
    return value.value if isinstance(value, Enum) else value
