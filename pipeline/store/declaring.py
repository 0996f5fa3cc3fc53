"""The words in which tables and views are declared, each column with its description."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, SQL type with constraints, and what it holds."""

    name: str
    sql: str
    about: str

    def add_sql(self, table: str) -> str:
        """The ALTER TABLE statement that gives a table this column, its description as a comment inside."""
        return f"ALTER TABLE {table} ADD COLUMN {self.name} -- {self.about}\n  {self.sql}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `extra` are table constraints, `indexes` are complete statements."""

    name: str
    about: str
    columns: tuple[Column, ...]
    extra: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    options: str = ""

    def create_sql(self) -> str:
        """The CREATE TABLE statement, each column with its description as a comment."""
        parts = [f"{column.name} {column.sql}" for column in self.columns] + list(self.extra)
        notes = [column.about for column in self.columns] + [""] * len(self.extra)
        ends = [","] * (len(parts) - 1) + [""]
        lines = [
            f"  {part}{end}" + (f" -- {note}" if note else "")
            for part, end, note in zip(parts, ends, notes, strict=True)
        ]
        return "\n".join([f"CREATE TABLE {self.name} ( -- {self.about}", *lines, f"){self.options}"])


@dataclass(frozen=True, slots=True)
class View:
    """One view; `columns` are described in the order the query gives them."""

    name: str
    about: str
    columns: tuple[Column, ...]
    query: str

    def create_sql(self) -> str:
        """The CREATE VIEW statement."""
        return f"CREATE VIEW {self.name} AS -- {self.about}\n{self.query}"


def columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    """Columns from rows of name, SQL type and description."""
    return tuple(Column(*row) for row in rows)
