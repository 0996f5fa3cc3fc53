"""D5: which file systems an archive may lie on."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.store import Archive, Reader, mounts
from pipeline.store.mounts import ALLOW, file_system_of, is_network

MOUNTINFO = """\
25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
26 25 0:5 / /proc rw,nosuid shared:12 - proc proc rw
30 25 0:40 / /srv/news rw,relatime shared:20 - nfs4 nas:/export/news rw,vers=4.2
31 30 0:41 / /srv/news/fast rw - tmpfs tmpfs rw,size=4k
32 25 0:42 / /srv/newspaper rw,relatime - btrfs /dev/sdb rw
33 25 0:43 / /mnt/my\\040share rw master:1 propagate_from:2 - cifs //server/share rw
34 25 0:44 / /home/u/remote rw,nosuid - fuse.sshfs u@host: rw
35 25 0:45 /sub /data/inner rw - xfs /dev/sdc rw
36 25 0:46 / /data rw - 9p share rw
37 36 0:47 / /data rw - overlay overlay rw
a line of another kind
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/archive.db", "ext4"),
        ("/", "ext4"),
        ("/srv/news/archive.db", "nfs4"),
        ("/srv/news", "nfs4"),
        ("/srv/news/fast/archive.db", "tmpfs"),
        ("/srv/newspaper/archive.db", "btrfs"),
        ("/srv/newsroom/archive.db", "ext4"),
        ("/mnt/my share/archive.db", "cifs"),
        ("/home/u/remote/deep/archive.db", "fuse.sshfs"),
        ("/data/archive.db", "overlay"),
        ("/data/inner/archive.db", "overlay"),
    ],
)
def test_d5_the_file_system_of_a_path_is_that_of_the_mount_on_top(path: str, kind: str) -> None:
    assert file_system_of(PurePosixPath(path), MOUNTINFO) == kind


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse", "fuse.sshfs", "fuse.gvfsd-fuse", "ceph"])
def test_d5_file_systems_of_the_network_and_of_programs_are_told(kind: str) -> None:
    assert is_network(kind)


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "zfs", "tmpfs", "overlay", "virtiofs", "f2fs", "fuseblk"])
def test_d5_local_file_systems_are_fine(kind: str) -> None:
    assert not is_network(kind)


@given(st.text(st.sampled_from("12 /a\\04-\n")), st.text(st.sampled_from("/a1")))
def test_any_text_is_mountinfo(mountinfo: str, path: str) -> None:
    file_system_of(PurePosixPath("/" + path), mountinfo)


def test_mounts_that_name_each_other_as_parents_end() -> None:
    assert (
        file_system_of(PurePosixPath("/a"), "0 9 0:1 / / rw - x x\n1 0 0:1 / /a rw - y y\n0 1 0:1 / /a rw - z z") == "z"
    )


def test_d5_an_archive_on_a_network_disk_is_refused_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, told = tmp_path / "shared", tmp_path / "mountinfo"
    shared.mkdir()
    place = str(shared.resolve()).replace(" ", "\\040")
    told.write_bytes(os.fsencode(f"1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:9 / {place} rw - nfs4 nas:/x rw\n"))
    monkeypatch.setattr(mounts, "MOUNTS", told)
    path, link = shared / "archive.db", tmp_path / "link.db"
    link.symlink_to(path)
    for asked in (path, link):
        with pytest.raises(StoreError, match=rf"{asked.name}: .*\(nfs4\).*write-ahead log.*{ALLOW}=1"):
            Archive.open(asked)
    assert list(shared.iterdir()) == []
    Archive.open(tmp_path / "archive.db").close()
    monkeypatch.setenv(ALLOW, "1")
    Archive.open(path).close()
    monkeypatch.delenv(ALLOW)
    Reader(path).close()


def test_without_mountinfo_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "no mountinfo")
    Archive.open(tmp_path / "archive.db").close()
