"""Backups: the same hash after restoring, equal archives of equal stores, and nothing lost or written astray."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.backup import backup, restore
from kg.changes import Change, ChangeLog
from kg.cli import main
from kg.errors import InputError
from kg.store import CHANGES, load_release, write_release

A, P, G = (ox.NamedNode(f"https://example.org/{name}") for name in "apg")
NODE = ox.BlankNode("x")


def log_change(store: Path, *values: int) -> None:
    log = ChangeLog(store / CHANGES)
    for value in values:
        added = frozenset([ox.Quad(A, P, ox.Literal(value), G), ox.Quad(ox.BlankNode(f"n{value}"), P, A, G)])
        log.append(Change(added=added), actor="jana", action="update", request="", release="1")
    log.close()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a store with a release, blank nodes and two changes."""
    store = tmp_path / "store"
    write_release([ox.Quad(A, P, NODE, G), ox.Quad(NODE, P, A, G)], "1.0.0", store)
    log_change(store, 1, 2)
    return store


def content(store: Path) -> set[str]:
    return {str(quad) for quad in load_release(store).store}


def test_what_is_restored_is_what_was_backed_up(small: Path, tmp_path: Path) -> None:
    told = backup(small, tmp_path / "a.tar")
    assert told == load_release(small).canonical_hash()
    assert restore(tmp_path / "a.tar", tmp_path / "new") == told
    assert content(tmp_path / "new") == content(small)
    assert load_release(tmp_path / "new").head == load_release(small).head
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["changes", "current", "releases"]
    backup(tmp_path / "new", tmp_path / "b.tar")
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()


def test_what_is_reported_is_on_the_disk(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("os.fsync", lambda file: synced.append(Path(f"/proc/self/fd/{file}").readlink()))
    (tmp_path / "safe").mkdir()
    backup(small, tmp_path / "safe" / "a.tar")
    assert synced[-1] == tmp_path / "safe"  # after the archive got its name
    new = tmp_path / "new"
    restore(tmp_path / "safe" / "a.tar", new)
    assert synced[-3:] == [new / "releases", new, new / "changes"]  # the log last: without it the release is older


def test_the_real_graph_goes_there_and_back(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "--out", str(tmp_path / "a.tar"), "--store", str(store)]) == 0
    backed_up = capsys.readouterr().out
    assert main(["restore", str(tmp_path / "a.tar"), "--store", str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out == backed_up == f"RDFC-1.0 SHA-256 {load_release(store).hash}\n"
    assert content(tmp_path / "new") == content(store)


def test_a_store_without_changes_is_backed_up_too(tmp_path: Path) -> None:
    write_release([ox.Quad(A, P, A, G)], "1", tmp_path / "store")
    told = backup(tmp_path / "store", tmp_path / "a.tar")
    assert restore(tmp_path / "a.tar", tmp_path / "new") == told == load_release(tmp_path / "store").hash


def test_an_older_store_goes_on_and_restoring_twice_is_restoring_once(small: Path, tmp_path: Path) -> None:
    older = Path(shutil.copytree(small, tmp_path / "older", symlinks=True))
    log_change(small, 3)
    told = backup(small, tmp_path / "a.tar")
    assert restore(tmp_path / "a.tar", older) == restore(tmp_path / "a.tar", older) == told
    assert content(older) == content(small)


def test_changes_that_the_backup_does_not_hold_are_never_lost(small: Path, tmp_path: Path) -> None:
    told = backup(small, tmp_path / "a.tar")
    log_change(small, 3)
    kept = (small / CHANGES / "log.jsonl").read_bytes()
    with pytest.raises(InputError, match=r"the store holds changes that the backup a\.tar does not.*--force"):
        restore(tmp_path / "a.tar", small)
    assert load_release(small).changes == 3
    assert restore(tmp_path / "a.tar", small, force=True) == told
    assert load_release(small).changes == 2
    assert [path.read_bytes() for path in (small / CHANGES).glob("replaced-*.jsonl")] == [kept]


def test_a_damaged_log_is_what_restoring_is_for(small: Path, tmp_path: Path) -> None:
    told = backup(small, tmp_path / "a.tar")
    log = small / CHANGES / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"jana", b"jane"))
    with pytest.raises(InputError, match="record 1 is damaged"):
        backup(small, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()
    assert restore(tmp_path / "a.tar", small, force=True) == told


def test_a_store_that_is_written_to_is_not_restored_into(small: Path, tmp_path: Path) -> None:
    backup(small, tmp_path / "a.tar")
    log = ChangeLog(small / CHANGES).open()
    with pytest.raises(InputError, match="another process already writes"):
        restore(tmp_path / "a.tar", small, force=True)
    log.close()


Members = list[tuple[tarfile.TarInfo, bytes]]


def member(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(content), kind, "/etc/passwd"
    return info, content


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Members], Members]:
    """Return what changes a file of an archive, and its hash that the archive states, as a forger would."""

    def spoil(members: Members) -> Members:
        files = {info.name: content for info, content in members}
        files[name] = change(files[name])
        stated = json.loads(files["backup.json"])
        stated["files"] |= {each: hashlib.sha256(files[each]).hexdigest() for each in stated["files"]}
        return [
            member(each, content) for each, content in (files | {"backup.json": json.dumps(stated).encode()}).items()
        ]

    return spoil


def about(**fields: object) -> Callable[[Members], Members]:
    def spoil(members: Members) -> Members:
        stated = json.loads(members[0][1])
        return [member("backup.json", json.dumps(stated | fields).encode()), *members[1:]]

    return spoil


SPOILED: dict[str, Callable[[Members], Members]] = {
    "a path upwards": lambda members: [*members, member("../../escaped", b"x")],
    "an absolute path": lambda members: [*members, member("/tmp/escaped", b"x")],  # noqa: S108 - it must not be written
    "a link": lambda members: [member("changes/log.jsonl", kind=tarfile.SYMTYPE), *members[:-1]],
    "a hard link": lambda members: [member("changes/log.jsonl", kind=tarfile.LNKTYPE), *members[:-1]],
    "a device": lambda members: [member("backup.json", kind=tarfile.CHRTYPE), *members[1:]],
    "a member twice": lambda members: [*members, members[0]],
    "a member too many": lambda members: [*members, member("more", b"x")],
    "a member too few": lambda members: members[:-1],
    "other data": changed("release/dataset.nq", lambda content: content.replace(b"/a>", b"/b>")),
    "a changed record": changed("changes/log.jsonl", lambda content: content.replace(b"jana", b"jane")),
    "a record too few": changed("changes/log.jsonl", lambda content: content.splitlines(keepends=True)[0]),
    "another hash": about(hash="0" * 64),
    "another list of files": about(files={}),
    "a changed byte": lambda members: [
        (info, content.replace(b"1.0.0", b"1.0.1") if "manifest" in info.name else content) for info, content in members
    ],
    "a version that is a path": changed("release/manifest.json", lambda content: content.replace(b"1.0.0", b"../../x")),
    "no manifest": changed("release/manifest.json", lambda _: b"[]"),
    "no JSON": lambda members: [member("backup.json", b"{"), *members[1:]],
    "no object": lambda members: [member("backup.json", b"[]"), *members[1:]],
}


@pytest.mark.parametrize("kind", SPOILED)
def test_an_archive_that_is_not_sound_changes_nothing(kind: str, small: Path, tmp_path: Path) -> None:
    backup(small, tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as archive:
        members = [(info, (archive.extractfile(info) or io.BytesIO()).read()) for info in archive]
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        for info, data in SPOILED[kind](members):
            archive.addfile(info, io.BytesIO(data))
    before = content(small)
    outside = sorted(path for path in tmp_path.rglob("*") if small not in path.parents)
    with pytest.raises(InputError, match="not an undamaged backup"):
        restore(tmp_path / "bad.tar", small, force=True)
    assert content(small) == before
    assert sorted(path for path in tmp_path.rglob("*") if small not in path.parents) == outside
    assert sorted(path.name for path in small.iterdir()) == ["changes", "current", "releases"]


@pytest.mark.parametrize("data", [b"", b"no archive", b"\x1f\x8b compressed"])
def test_a_file_that_is_no_archive_is_said_so(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(data)
    with pytest.raises(InputError, match="not an undamaged backup"):
        restore(tmp_path / "a.tar", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_torn_archive_is_said_so(small: Path, tmp_path: Path) -> None:
    backup(small, tmp_path / "a.tar")
    whole = (tmp_path / "a.tar").read_bytes()
    for length in range(0, len(whole) - 8192, 1500):
        (tmp_path / "b.tar").write_bytes(whole[:length])
        with pytest.raises(InputError, match="not an undamaged backup"):
            restore(tmp_path / "b.tar", tmp_path / "new")
    with pytest.raises(InputError, match="there is no such path"):
        restore(tmp_path / "none.tar", tmp_path / "new")


def test_a_place_that_cannot_be_written_is_said_so(small: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        backup(small, tmp_path / "none" / "a.tar")
    backup(small, tmp_path / "a.tar")
    with pytest.raises(InputError, match="cannot be written"):
        restore(tmp_path / "a.tar", tmp_path / "a.tar" / "new")
