"""The live screen of `warraq status --watch` on a real terminal (a pty) of several sizes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from rich.cells import cell_len

from pipeline.store import Archive
from tests.archiving import article, store, visit

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A terminal with `warraq status --watch` on it; what it has said so far is `said`."""

    def __init__(self, archive: Path, columns: int, rows: int) -> None:
        command = ["-m", "pipeline", "status", "--watch", "--every", "0.2", "--archive", str(archive)]
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:  # the child: there is nothing to come back to
            try:
                self.resize(columns, rows, 1)
                os.chdir(ROOT)
                environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
                os.execve(sys.executable, [sys.executable, *command], {**environment, "TERM": "xterm-256color"})  # noqa: S606
            finally:
                os._exit(127)
        self.said = ""

    def resize(self, columns: int, rows: int, terminal: int | None = None) -> None:
        """Give the terminal another size, as a window that is drawn larger."""
        place = self._terminal if terminal is None else terminal
        fcntl.ioctl(place, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_for(self, is_there: Callable[[str], bool]) -> None:
        """Read on until it is there."""
        end = time.monotonic() + PATIENCE
        while not is_there(self.said):
            assert time.monotonic() < end, self.said
            if select.select([self._terminal], [], [], 0.1)[0]:
                self._read()

    def interrupt(self) -> int:
        """Press Ctrl-C; gives the exit code."""
        os.write(self._terminal, b"\x03")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(OSError):  # nothing is at the other end any more
                if select.select([self._terminal], [], [], 0.1)[0]:
                    self._read()
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it goes on")

    def _read(self) -> None:
        self.said += os.read(self._terminal, 65536).decode("utf-8", "replace")

    def close(self) -> None:
        """End what still runs."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._terminal)


@contextmanager
def watching(archive: Path, columns: int, rows: int) -> Iterator[Terminal]:
    terminal = Terminal(archive, columns, rows)
    try:
        yield terminal
    finally:
        terminal.close()


def looks(said: str) -> list[list[str]]:
    """The screens that were drawn whole, each as its lines; each begins at the upper left corner."""
    return [_CODES.sub("", part).replace("\r", "").split("\n") for part in said.split("\x1b[H")[1:-1]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with thirty sites, one of a long name."""
    path = tmp_path_factory.mktemp("screen") / "archive.db"
    with Archive.open(path) as opened:
        store(opened, *(visit(article(number)) for number in range(3)))
        names = [f"jarida{number}" for number in range(29)] + ["sahifa-" * 8]
        values = [(name, "2025-12-11T00:00:00Z") for name in names]
        opened._writer.submit(
            lambda conn: conn.executemany(
                "INSERT INTO sources (site, source, kind, added_at, failures) VALUES (?, 'feed', 'feed', ?, 1)", values
            )
        ).result(timeout=PATIENCE)
    return path


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12)])
def test_the_screen_is_filled_and_no_larger_than_the_terminal(archive: Path, columns: int, rows: int) -> None:
    with watching(archive, columns, rows) as terminal:
        terminal.wait_for(lambda said: len(looks(said)) >= 2)
        drawn = looks(terminal.said)[-1]
        assert terminal.interrupt() == 0
    assert len(drawn) == rows
    assert max(map(cell_len, drawn)) <= columns
    assert any("due now" in line for line in drawn)
    assert sum(not line.strip() for line in drawn) <= 2, drawn  # none of the room is wasted
    assert sum("jarida" in line for line in drawn) >= 1


def test_a_resized_terminal_is_drawn_anew_at_its_new_size(archive: Path) -> None:
    with watching(archive, 120, 40) as terminal:
        terminal.wait_for(lambda said: len(looks(said)) >= 2)
        wide = looks(terminal.said)[-1]
        terminal.resize(60, 16)
        terminal.wait_for(lambda said: any(len(drawn) == 16 for drawn in looks(said)))
        narrow = next(drawn for drawn in looks(terminal.said) if len(drawn) == 16)
        assert terminal.interrupt() == 0
    assert len(wide) == 40
    assert max(map(cell_len, narrow)) <= 60


def test_ctrl_c_gives_the_terminal_back_as_it_was(archive: Path) -> None:
    with watching(archive, 80, 24) as terminal:
        terminal.wait_for(lambda said: bool(looks(said)))
        assert terminal.interrupt() == 0
    assert "\x1b[?1049h" in terminal.said  # a screen of its own …
    assert terminal.said.rindex("\x1b[?1049l") > terminal.said.rindex("\x1b[?1049h")  # … which it has left
    assert terminal.said.rindex("\x1b[?25h") > terminal.said.rindex("\x1b[?25l")  # the cursor is back
    assert "Traceback" not in terminal.said
