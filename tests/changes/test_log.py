"""The change log: what is acknowledged is on the disk, what is torn is no record, what is damaged is named."""

import errno
import hashlib
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.changes import Change, ChangeLog, NotRecorded, Record
from kg.changes.log import LOG_FILE
from kg.errors import InputError

A, P, G = (ox.NamedNode(f"https://example.org/{name}") for name in "apg")


def change(number: int) -> Change:
    """Return a change that can be told from others; it puts something in and takes the former out."""
    quads = [ox.Quad(A, P, ox.Literal(value), G) for value in (number, number - 1)]
    return Change(frozenset(quads[1:]), frozenset(quads[:1]))


def append(log: ChangeLog, number: int) -> Record:
    return log.append(
        change(number), actor="jana", action="update", request=f"INSERT … “{number}”\n", release="1.0.0-abc"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a log of three records."""
    log = ChangeLog(tmp_path / "changes").open()
    for number in (1, 2, 3):
        append(log, number)
    log.close()
    return tmp_path / "changes"


def test_a_record_tells_who_changed_what_when_and_upon_what(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    log = ChangeLog(tmp_path)
    first, second = append(log, 1), append(log, 2)
    assert [first.number, second.number] == [1, 2]
    assert [first.previous, second.previous] == ["", first.hash]
    assert (first.actor, first.action, first.request, first.release) == (
        "jana",
        "update",
        "INSERT … “1”\n",
        "1.0.0-abc",
    )
    assert first.counts == {"removed": 1, "added": 1}
    assert first.change == change(1)
    assert datetime.fromisoformat(first.time).utcoffset() == before.utcoffset()
    assert (log.head, log.length) == (second.hash, 2)
    assert list(ChangeLog(tmp_path).records()) == [first, second]
    log.close()


def test_the_chain_can_be_verified_by_anyone(folder: Path) -> None:
    previous = ""
    for line in (folder / LOG_FILE).read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        stated = fields.pop("hash")
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert stated == hashlib.sha256(text.encode()).hexdigest()
        assert fields["previous"] == previous
        previous = stated


def test_a_log_goes_on_where_it_ended(folder: Path) -> None:
    log = ChangeLog(folder)
    fourth = append(log, 4)
    log.close()
    assert [record.number for record in ChangeLog(folder).records()] == [1, 2, 3, 4]
    assert fourth.previous == list(ChangeLog(folder).records())[2].hash


def test_wherever_the_last_record_was_torn_it_is_no_record(folder: Path) -> None:
    """A crash leaves any part of a line; only with its end it may have been acknowledged."""
    path = folder / LOG_FILE
    whole = path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for end in [*range(start, len(whole) - 1, 37), len(whole) - 2]:
        path.write_bytes(whole[:end])
        assert [record.number for record in ChangeLog(folder).records()] == [1, 2]
        log = ChangeLog(folder)
        assert append(log, 3).number == 3
        log.close()
        assert [record.change for record in ChangeLog(folder).records()] == [change(1), change(2), change(3)]
        path.write_bytes(whole)


def test_a_tail_of_zeros_as_power_loss_leaves_it_is_cut_off(folder: Path) -> None:
    path = folder / LOG_FILE
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(4096))
    assert len(list(ChangeLog(folder).records())) == 3
    ChangeLog(folder).open().close()
    assert path.read_bytes() == whole


def test_a_whole_record_without_its_line_end_is_kept(folder: Path) -> None:
    path = folder / LOG_FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert len(list(ChangeLog(folder).records())) == 3
    ChangeLog(folder).open().close()
    assert path.read_bytes() == whole


def damage(lines: list[bytes]) -> dict[str, tuple[list[bytes], int]]:
    """Return the ways to damage a log of three lines, with the record at which each shows."""
    return {
        "a changed character": ([lines[0], lines[1].replace(b"jana", b"jane"), lines[2]], 2),
        "a changed quad": ([lines[0].replace(b'\\"1\\"', b'\\"7\\"'), *lines[1:]], 1),
        "a removed record": ([lines[0], lines[2]], 2),
        "records in another order": ([lines[1], lines[0], lines[2]], 1),
        "a record twice": ([lines[0], lines[0], *lines[1:]], 2),
        "an empty line": ([lines[0], b"\n", *lines[1:]], 2),
        "no JSON": ([*lines[:2], b"{\n"], 3),
        "other JSON": ([*lines[:2], b"[]\n"], 3),
        "a forged last record": ([*lines[:2], lines[2].replace(b'"number":3', b'"number":4')], 3),
        "a field too many": ([lines[0].replace(b'{"action"', b'{"more":1,"action"'), *lines[1:]], 1),
        "bytes that are no text": ([lines[0], b"\xff" + lines[1], lines[2]], 2),
    }


@pytest.mark.parametrize("kind", damage([b"", b"", b""]))
def test_other_damage_names_the_record_and_the_remedy(kind: str, folder: Path) -> None:
    path = folder / LOG_FILE
    spoiled, number = damage(path.read_bytes().splitlines(keepends=True))[kind]
    path.write_bytes(b"".join(spoiled))
    for use in (lambda: list(ChangeLog(folder).records()), ChangeLog(folder).open):
        with pytest.raises(InputError) as caught:
            use()
        assert f"record {number} is damaged" in caught.value.en
        assert f"záznam {number} je poškozen" in caught.value.cs
        assert "kg restore" in caught.value.en
    assert path.read_bytes() == b"".join(spoiled)


def test_one_process_writes_and_others_read(folder: Path) -> None:
    log = ChangeLog(folder).open()
    with pytest.raises(InputError, match="another process already writes"):
        ChangeLog(folder).open()
    append(log, 4)
    assert len(list(ChangeLog(folder).records())) == 4
    log.close()
    ChangeLog(folder).open().close()


def test_the_record_is_flushed_before_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []

    def fsync(descriptor: int) -> None:
        seen.append((os.readlink(f"/proc/self/fd/{descriptor}"), os.fstat(descriptor).st_size))  # noqa: PTH115

    monkeypatch.setattr(os, "fsync", fsync)
    log = ChangeLog(tmp_path / "store" / "changes")
    log.open()
    assert [path for path, _ in seen] == [str(tmp_path / "store/changes"), str(tmp_path / "store"), str(log.path)]
    append(log, 1)
    assert seen[-1] == (str(log.path), log.path.stat().st_size)
    log.close()


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_fails_leaves_the_log_as_it_was(call: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = ChangeLog(folder).open()
    whole = log.path.read_bytes()
    real = {"write": os.write, "fsync": os.fsync}[call]
    fails = iter([True])

    def failing(descriptor: int, *rest: memoryview) -> int | None:
        if next(fails, False):
            if rest:
                real(descriptor, rest[0][:20])  # type: ignore[operator]
            raise OSError(errno.ENOSPC, "no space")
        return real(descriptor, *rest)  # type: ignore[operator,no-any-return]

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(NotRecorded, match="no space is left on the disk"):
        append(log, 4)
    assert log.path.read_bytes() == whole
    assert append(log, 4).number == 4
    log.close()
    assert len(list(ChangeLog(folder).records())) == 4


def test_what_cannot_be_cut_off_again_stops_all_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = ChangeLog(folder).open()

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(NotRecorded, match="reports an error"):
        append(log, 4)
    monkeypatch.undo()
    with pytest.raises(NotRecorded, match="has failed before"):
        append(log, 4)
    log.close()
    assert append(ChangeLog(folder), 4).number == 4


def test_a_folder_that_cannot_be_used_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=re.escape("cannot be used")):
        ChangeLog(tmp_path / "file").open()
    (tmp_path / LOG_FILE).mkdir()
    with pytest.raises(InputError, match="it is a folder"):
        list(ChangeLog(tmp_path).records())
    assert list(ChangeLog(tmp_path / "none").records()) == []
