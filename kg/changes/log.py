"""The change log: an audit log and a write-ahead log in one, so that a change has one moment at which it counts.

A record is in the file, and the file on the disk, before its change is acknowledged. What a crash leaves of a record
that never got so far is a last line without an end; it was never acknowledged, and is ignored, then cut off.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from kg.changes.change import Change
from kg.changes.record import FIRST, Record, read
from kg.errors import InputError, KgError
from kg.reasons import reason

LOG_FILE: Final = "log.jsonl"


class NotRecorded(KgError):  # noqa: N818 - named for what happened
    """The log could not take a record; nothing was changed."""


class ChangeLog:
    """The log of a store folder. Reading needs nothing; for writing it is opened, by one process at a time."""

    def __init__(self, folder: Path) -> None:
        """Name the folder, `KG_STORE/changes`; it need not exist."""
        self.path = folder / LOG_FILE
        self.head = FIRST
        """The hash of the last record, once the log is open."""
        self.length = 0
        """The number of records, once the log is open."""
        self._file = -1
        self._size = 0
        self._failed = False

    def records(self) -> Iterator[Record]:
        """Yield the records in order, each verified against the one before.

        Raises:
            InputError: a record is damaged, missing or out of its place; the message names its number.
        """
        for record, _ in self._read():
            yield record

    def _read(self) -> Iterator[tuple[Record, int]]:
        """Yield the records, and where in the file each ends."""
        number, head, end = 1, FIRST, 0
        try:
            with self.path.open("rb") as file:
                for line in file:
                    record = read(line, number, head)
                    if record is None:
                        if not line.endswith(b"\n"):
                            return
                        raise self._damaged(number)
                    number, head, end = number + 1, record.hash, end + len(line)
                    yield record, end
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unusable(error) from error

    def open(self) -> Self:
        """Open the log for writing: verify it, and cut off what a crash left of a last record.

        Raises:
            InputError: another process writes, the log is damaged, or the folder cannot be written.
        """
        if self._file < 0:
            file = self._locked()
            try:
                self.head, self.length, self._size = FIRST, 0, 0
                for record, end in self._read():
                    self.head, self.length, self._size = record.hash, record.number, end
                self._finish_last_line(file)
            except BaseException:
                os.close(file)
                raise
            self._file = file
        return self

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from writing, whatever the log holds.

        Raises:
            InputError: another process writes, or the folder cannot be written.
        """
        file = self._locked()
        try:
            yield
        finally:
            os.close(file)

    def _locked(self) -> int:
        try:
            created = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            if created:
                make_durable(self.path.parent)
                make_durable(self.path.parent.parent)
        except OSError as error:
            raise self._unusable(error) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            raise InputError(
                cs=f"{self.path}: do úložiště již zapisuje jiný proces; ukončete jej, nebo zvolte jinou složku.",
                en=f"{self.path}: another process already writes to the store; end it, or choose another folder.",
            ) from error
        return file

    def _finish_last_line(self, file: int) -> None:
        """Cut off half a record; give a whole one that lacks no more than its line end that end."""
        try:
            os.ftruncate(file, self._size)
            if self._size and os.pread(file, 1, self._size - 1) != b"\n":
                os.write(file, b"\n")
                self._size += 1
            os.fsync(file)
        except OSError as error:
            raise self._unusable(error) from error

    def append(self, change: Change, *, actor: str, action: str, request: str, release: str) -> Record:
        """Record a change, as `append_text` does."""
        removed, added = change.n_quads()
        return self.append_text(removed, added, actor=actor, action=action, request=request, release=release)

    def append_text(  # noqa: PLR0913 - what a record holds
        self, removed: bytes, added: bytes, *, actor: str, action: str, request: str, release: str
    ) -> Record:
        """Record a change; when this returns, the record is on the disk.

        Args:
            removed: what goes, as `Change.n_quads` has it.
            added: what comes, as it has it.
            actor: who asked for it.
            action: what was asked.
            request: the request itself.
            release: the name of the release that the change was made upon.

        Raises:
            NotRecorded: the disk is full or fails; the log is as it was.
            InputError: as `open` does.
        """
        self.open()
        if self._failed:
            raise self._not_recorded("zápis se nezdařil již dříve", "writing has failed before")
        record = Record(
            number=self.length + 1,
            previous=self.head,
            release=release,
            time=datetime.now(UTC).isoformat(timespec="milliseconds"),
            actor=actor,
            action=action,
            request=request,
            removed=removed.decode(),
            added=added.decode(),
            counts={"removed": removed.count(b"\n"), "added": added.count(b"\n")},
        )
        record = replace(record, hash=record.digest())
        self._write(record.line())
        self.head, self.length = record.hash, record.number
        return record

    def _write(self, line: bytes) -> None:
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as error:
            # What a failed fsync left behind is not known, so no record may follow it unless it can be cut off.
            self._failed = True
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
                os.fsync(self._file)
                self._failed = False
            why = reason(error)
            raise self._not_recorded(why.cs, why.en) from error
        self._size += len(line)

    def close(self) -> None:
        """Let another process write."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _damaged(self, number: int) -> InputError:
        return InputError(
            cs=f"{self.path}: záznam {number} je poškozen nebo nenavazuje; obnovte úložiště ze zálohy příkazem"
            " kg restore.",
            en=f"{self.path}: record {number} is damaged or does not follow; restore the store from a backup with"
            " kg restore.",
        )

    def _unusable(self, error: OSError) -> InputError:
        why = reason(error)
        return InputError(
            cs=f"{self.path}: záznam změn nelze použít ({why.cs}); zkontrolujte oprávnění a disk.",
            en=f"{self.path}: the change log cannot be used ({why.en}); check the permissions and the disk.",
        )

    def _not_recorded(self, cs: str, en: str) -> NotRecorded:
        return NotRecorded(
            cs=f"změnu nelze zaznamenat ({cs}), proto se neprovedla; správce služby musí zkontrolovat disk.",
            en=f"the change cannot be recorded ({en}), so it was not made; the operator must check the disk.",
        )


def make_durable(folder: Path) -> None:
    """Put the names in a folder on the disk (POSIX fsync of a directory)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
