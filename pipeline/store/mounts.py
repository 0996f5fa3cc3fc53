"""Which file system a path is on, and whether SQLite can keep an archive there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pipeline.errors import StoreError

ALLOW: Final = "WARRAQ_ALLOW_NETWORK_FS"
"""The environment variable that, set to 1, lets an archive be opened on a network file system all the same."""

MOUNTS: Final = Path("/proc/self/mountinfo")
_NETWORK: Final = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs"}
    | {"nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs"}
)
_FUSE: Final = "fuse."
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of mountinfo: what is mounted where, and on top of which other mount."""

    mount_id: str
    parent_id: str
    place: PurePosixPath
    kind: str


def check_file_system(path: Path) -> None:
    """Raise StoreError when the archive would lie on a network or FUSE file system, unless ALLOW is set."""
    if os.environ.get(ALLOW) == "1" or not MOUNTS.exists():  # without Linux's /proc nothing is known of the place
        return
    kind = file_system_of(PurePosixPath(path.resolve()), os.fsdecode(MOUNTS.read_bytes()))
    if kind is not None and is_network(kind):
        raise StoreError(
            f"{path}: this is on a network or FUSE file system ({kind}). SQLite's write-ahead log needs memory shared"
            " between processes and locks that hold (https://sqlite.org/wal.html), without which the archive gets"
            f" damaged: choose a local disk, or set {ALLOW}=1 if no other machine ever opens this file"
        )


def is_network(kind: str) -> bool:
    """Whether a type of file system (`nfs4`, `fuse.sshfs`) is shared between machines or served by a program."""
    return kind in _NETWORK or kind.startswith(_FUSE)


def file_system_of(path: PurePosixPath, mountinfo: str) -> str | None:
    """The type of the file system that an absolute path without symlinks is on, as mountinfo (proc(5)) tells.

    None when it does not tell. Lines that cannot be read are passed over.
    """
    mounts = list(read_mounts(mountinfo))
    known = {mount.mount_id for mount in mounts}
    below = [mount for mount in mounts if mount.parent_id not in known]
    found: Mount | None = None
    # From the root down, as the kernel resolves a path: of the mounts on one file system the first on the way counts,
    # and what was mounted deeper before it is hidden below it.
    while here := [mount for mount in below if path.is_relative_to(mount.place)]:
        found = min(here, key=lambda mount: len(mount.place.parts))
        mounts.remove(found)
        below = [mount for mount in mounts if mount.parent_id == found.mount_id]
    return found.kind if found else None


def read_mounts(mountinfo: str) -> Iterator[Mount]:
    """The mounts that the text lists (proc(5): id, parent, device, root, place, options, ` - `, type, source)."""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        left, right = before.split(" "), after.split(" ")
        if len(left) >= 5 and right[0]:
            yield Mount(left[0], left[1], PurePosixPath(_ESCAPED.sub(_unescape, left[4])), right[0])


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 8))
