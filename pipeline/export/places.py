"""Where an export goes: a file or folder that is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from pipeline.errors import InputError

LONGEST_NAME: Final = 120
"""Bytes of a file's name before its suffix; file systems allow 255."""

_UNSAFE = re.compile(r"[^\w\- '’]+")
_DEVICES = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A destination. `path` is None for standard output; without `is_replaced` what is there already is left alone."""

    path: Path | None
    is_replaced: bool = False

    @contextmanager
    def open_file(self) -> Iterator[BinaryIO]:
        """A new file beside the destination, which takes its place when all is written and on the disk."""
        if self.path is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        self._check(self.path)
        partial = _beside(self.path)
        with _named(self.path):
            try:
                with partial.open("xb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(self.path)
            finally:
                partial.unlink(missing_ok=True)

    @contextmanager
    def open_folder(self, suffix: str) -> Iterator[Path]:
        """A new folder beside the destination, which takes its place when whole; it holds files of this suffix."""
        if self.path is None:
            raise InputError("this export makes a folder of files, which standard output cannot take; name a folder")
        self._check(self.path, suffix)
        partial = _beside(self.path)
        with _named(self.path):
            try:
                partial.mkdir()
                yield partial
                if self.path.is_dir() and not self.path.is_symlink():
                    shutil.rmtree(self.path)
                partial.rename(self.path)
            finally:
                shutil.rmtree(partial, ignore_errors=True)

    def _check(self, path: Path, suffix: str | None = None) -> None:
        if not path.resolve().parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.resolve().parent}; create it first")
        if not os.path.lexists(path):
            return
        if not self.is_replaced:
            raise InputError(f"{path}: is there already; --force replaces it")
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder != (suffix is not None):
            raise InputError(
                f"{path}: is a {'folder' if is_folder else 'file'}, which this export is not; choose another"
            )
        if suffix is not None and (other := _stranger(path, suffix)):
            raise InputError(
                f"{path}: holds {other.name}, which is no export; a folder with other files is not replaced"
            )


def _beside(path: Path) -> Path:
    return path.with_name(f".warraq-{uuid4().hex}.partial")


def _stranger(folder: Path, suffix: str) -> Path | None:
    """A file that no export of this kind has made."""
    return next((file for file in folder.rglob("*") if not file.is_dir() and file.suffix != suffix), None)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def file_stem(name: str | None) -> str:
    """A name for a file: letters, digits, spaces and a few marks, short, no device's; a name so changed gets a hash."""
    if not name:
        return "_none"
    stem = _UNSAFE.sub("_", name).strip("_ ")
    cut = stem.encode("utf-8", "replace")[:LONGEST_NAME].decode("utf-8", "ignore")
    if cut == name and not _DEVICES.match(cut):
        return cut
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{cut or 'newspaper'}-{mark}"
