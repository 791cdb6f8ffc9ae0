"""The folders of the store on disk, all below `KG_STORE/disk`, and how they come to be and go.

For a release and a meaning of its default graph there is one folder: in it `main`, the store that changes are written
to; `state.json`, the last change that `main` is known to hold; and backups, `<changes>-<head>`, each of one state,
which never change. Whatever is new is made under a temporary name that starts with a dot. A killed process leaves
either what was there or what was to be; `main` may be ahead of `state.json`, and takes the same changes again without
harm.

Whoever changes anything here holds the lock of `disk`. Whoever reads a backup holds a shared lock of its folder, as do
the children forked with it, and a backup is removed only when nobody does.
"""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.changes import ChangeLog, DefaultGraph, Record, apply, replayed, settle
from kg.disk.loading import load
from kg.releases import Manifest
from kg.store import CHANGES, as_read

DISK: Final = "disk"
"""The folder in the store folder."""

_MAIN: Final = "main"
_STATE: Final = "state.json"
_HIDDEN: Final = "."
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class State:
    """How far a store has come: the number of changes, and the hash of the last."""

    changes: int = 0
    head: str = ""

    @property
    def name(self) -> str:
        """The name of the backup."""
        return f"{self.changes}-{self.head[:_SHOWN] or 'release'}"


@dataclass(frozen=True, slots=True)
class Home:
    """Where the store of a release lies."""

    store: Path
    """The store folder."""
    manifest: Manifest
    default_graph: DefaultGraph

    @property
    def path(self) -> Path:
        """The folder."""
        return self.store / DISK / f"{self.manifest.hash[:_SHOWN]}-{self.default_graph}"

    def backup(self, state: State) -> Path:
        """Return the folder of the backup of a state."""
        return self.path / state.name

    def state(self) -> State | None:
        """Return how far the store has come; nothing if there is none."""
        try:
            return State(**json.loads((self.path / _STATE).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def bring_up(self, record: Record | None = None) -> State:
        """See to it that there is a backup of what the log says now. Only for a process of its own: it starts threads.

        Args:
            record: the last record of the log, if its caller has just written it.

        Raises:
            InputError: the release or the log is damaged.
        """
        root = self.store / DISK
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root):
            for attempt in (1, 2):
                try:
                    state = self._brought_up(record)
                    break
                except (OSError, RuntimeError):  # a store that the engine cannot open
                    if attempt == 2:
                        raise
                    self._discard_main()
            self._tidy(state)
            return state

    def _brought_up(self, record: Record | None) -> State:
        state = self.state()
        if record and state and (state.changes, state.head) == (record.number - 1, record.previous):
            return self._advanced(state, [record])
        log = ChangeLog(self.store / CHANGES)
        last, known = State(), state == State()
        for each in log.records():
            last = State(each.number, each.hash)
            known = known or last == state
        if state is None or not known:
            self._discard_main()
            state = self._made()
        if state == last and self.backup(state).is_dir():
            return state
        return self._advanced(state, (each for each in log.records() if each.number > state.changes))

    def _discard_main(self) -> None:
        """Begin anew; backups stay, for others may read them."""
        (self.path / _STATE).unlink(missing_ok=True)
        _discard(self.path / _MAIN)

    def _made(self) -> State:
        """Load the release."""
        self.path.mkdir(exist_ok=True)
        with _scratch(self.path) as folder:
            store = ox.Store(folder / _MAIN)
            load(store, self.store / "releases" / self.manifest.name, self.manifest, self.default_graph)
            store.optimize()
            store.flush()
            del store
            (folder / _MAIN).rename(self.path / _MAIN)
        _write(self.path / _STATE, State())
        return State()

    def _advanced(self, state: State, records: Iterable[Record]) -> State:
        """Make changes, and a backup of what comes of them."""
        store = ox.Store(self.path / _MAIN)
        for record in replayed(records, self.manifest.name):
            if record is None:
                settle(store, self.default_graph)
                self._note(store, state)  # settled once more, it would see the changes that come after
            else:
                apply(store, as_read(record.change, self.default_graph), self.default_graph)
                state = State(record.number, record.hash)
        self._note(store, state)
        if not self.backup(state).is_dir():
            with _scratch(self.path) as folder:
                store.backup(folder / _MAIN)
                (folder / _MAIN).rename(self.backup(state))
        return state

    def _note(self, store: ox.Store, state: State) -> None:
        store.flush()
        _write(self.path / _STATE, state)

    def _tidy(self, state: State) -> None:
        """Remove what nobody reads any more, and what killed processes left."""
        for other in self.store.joinpath(DISK).iterdir():
            if other.is_dir() and other != self.path:
                self._remove_unread(other, keep=())
                if other.name.startswith(_HIDDEN) or not any(_is_backup(each) for each in other.iterdir()):
                    _discard(other)
        self._remove_unread(self.path, keep=(_MAIN, state.name))

    @staticmethod
    def _remove_unread(folder: Path, keep: Iterable[str]) -> None:
        for each in folder.iterdir():
            if each.is_dir() and each.name not in {*keep, _MAIN} and not _is_read(each):
                _discard(each)


def scratch_of(backup: Path) -> Path:
    """Return where a change is tried on a copy of a backup: in the folder of the release, removed with its litter."""
    return backup.parent / f"{_HIDDEN}scratch-{os.getpid()}"


def copy(backup: Path, to: Path) -> None:
    """Copy a backup so that the copy may be written to; files that the engine never changes are shared."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for file in backup.iterdir():
        if file.suffix == ".sst":
            os.link(file, to / file.name)
        else:
            shutil.copyfile(file, to / file.name)


def hold(folder: Path) -> int:
    """Take a shared lock of a folder, which lasts until the descriptor is closed in every process that has it.

    Raises:
        OSError: it is not there, or is just being removed.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if folder.stat().st_ino != os.fstat(descriptor).st_ino:
            raise FileNotFoundError(folder)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _is_backup(folder: Path) -> bool:
    return folder.is_dir() and folder.name != _MAIN and not folder.name.startswith(_HIDDEN)


def _is_read(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _discard(folder: Path) -> None:
    """Remove a folder; from its first moment it is no longer found by its name."""
    if folder.is_dir():
        hidden = Path(tempfile.mkdtemp(prefix=f"{_HIDDEN}old-", dir=folder.parent))
        folder.rename(hidden)
        shutil.rmtree(hidden, ignore_errors=True)


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"{_HIDDEN}new-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, state: State) -> None:
    fresh = path.with_name(f"{_HIDDEN}{path.name}")
    with fresh.open("wb") as file:
        file.write(json.dumps(asdict(state)).encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
