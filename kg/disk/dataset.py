"""A dataset on disk, as the process that serves it knows it: its names, and where its children read the rest."""

import os
import resource
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn, cast

import pyoxigraph as ox

from kg.changes import Change, ChangeLog, DefaultGraph, Record, applied
from kg.disk import folders
from kg.disk.folders import Home, State
from kg.isolation import Opening
from kg.limits import LARGEST_QUERY_MB, LONGEST_QUERY
from kg.naming import NAMING
from kg.releases import CURRENT, DATASET_FILE, read_manifest
from kg.store import CHANGES, Dataset
from kg.workers import Answer, Limits, Task, run, run_async

_MIB: Final = 1 << 20
FACTOR: Final = 3.0
"""Bytes of memory for each byte of N-Quads, with the union, as measured: 2.9 at a million triples."""

_SCRATCH_FILES: Final = 1024


class _Closed:
    """What stands for a store that only children may open."""

    def _refuse(self, *_: object) -> NoReturn:
        raise RuntimeError("a store on disk is read in children only: opening it here would start threads")

    __contains__ = __iter__ = __len__ = __getattr__ = _refuse


class Held:
    """A backup that is not removed as long as this process or a child forked meanwhile may read it."""

    def __init__(self, path: Path) -> None:
        """Take its shared lock.

        Raises:
            OSError: it is not there any more.
        """
        self.path = path
        self._owner = os.getpid()
        self.descriptor = folders.hold(path)

    def __del__(self) -> None:
        """Give up the lock; a child gives it up by its end, for its descriptor of that number may be another."""
        if hasattr(self, "descriptor") and os.getpid() == self._owner:
            os.close(self.descriptor)


@dataclass(frozen=True)
class DiskDataset(Dataset):
    """A dataset whose store only a child can use, once the child has opened it."""

    home: Home | None = None
    held: Held | None = None
    names: ox.Store | None = None
    """The statements by which things are named."""

    @property
    def naming(self) -> Dataset:
        """The names, in memory."""
        return Dataset(self.names or ox.Store(), self.version, self.hash, self.default_graph, self.changes, self.head)

    @property
    def opening(self) -> Opening:
        """The dataset opens itself."""
        return self

    @property
    def backup(self) -> Path:
        """The folder that is read."""
        assert self.held  # noqa: S101 - each is made with one
        return self.held.path

    @property
    def descriptors(self) -> tuple[int, ...]:
        """The lock of the backup, which a child holds until its end."""
        return (self.held.descriptor,) if self.held else ()

    def open(self) -> int:
        """Open the backup, in a child, once; the engine opens few of its files at first."""
        object.__setattr__(self, "store", ox.Store.read_only(str(self.backup)))
        opened = {os.path.realpath(entry) for entry in Path("/proc/self/fd").iterdir()}
        return sum(str(file.resolve()) not in opened for file in self.backup.glob("*.sst"))

    def scratch(self) -> "Scratch":
        """Return a copy to try a change on."""
        return Scratch(self)


class Scratch:
    """A copy of a dataset that a child opens, to try a change on; its owner removes it after the child."""

    def __init__(self, dataset: DiskDataset) -> None:
        """Copy nothing yet."""
        self._dataset = dataset
        self._path = folders.scratch_of(dataset.backup)
        self.descriptors = dataset.descriptors

    def open(self) -> int:
        """Copy the backup, and open the copy."""
        folders.copy(self._dataset.backup, self._path)
        self._dataset = replace(self._dataset, store=ox.Store(self._path))
        return _SCRATCH_FILES

    @property
    def dataset(self) -> Dataset:
        """The dataset, whose store may be written to, once it is open."""
        return self._dataset

    def remove(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self._path, ignore_errors=True)


class _Files:
    """Files without number, for a child that writes the store."""

    descriptors = ()

    def open(self) -> int:
        """Open none yet."""
        return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


_LIMITS: Final = Limits(seconds=LONGEST_QUERY, memory_mb=LARGEST_QUERY_MB, answer_mb=LARGEST_QUERY_MB, opening=_Files())
"""What brings the store up takes as long as it takes."""


def is_larger(store: Path, memory_mb: float) -> bool:
    """Tell whether the dataset of a store folder would take more memory than this, in MiB, by an estimate."""
    size = 0.0
    for path, factor in ((store / CURRENT / DATASET_FILE, FACTOR), (ChangeLog(store / CHANGES).path, 1.0)):
        size += factor * path.stat().st_size if path.exists() else 0
    return size > memory_mb * _MIB


def open_on_disk(store: Path, default_graph: DefaultGraph = "union") -> DiskDataset:
    """Return the current release of a store folder with the changes made since, on disk; it is made there if need be.

    Raises:
        InputError: there is no release, its files do not match its manifest, or the change log is damaged.
    """
    home = Home(store.absolute(), read_manifest(store), default_graph)
    while True:
        try:
            return _opened(home, run(_names_task(home), _LIMITS))
        except FileNotFoundError:  # another process has gone on meanwhile
            continue


async def reopen(dataset: DiskDataset) -> DiskDataset:
    """Return the dataset as the log has it, all of it read anew."""
    home = _home(dataset)
    return _opened(home, await run_async(_names_task(home), _LIMITS))


async def advance(dataset: DiskDataset, record: Record) -> DiskDataset:
    """Return the dataset after a change that the log has taken; its names follow by `renaming`.

    Raises:
        KgError: the store could not be written; `reopen` makes up for it.
    """
    home = _home(dataset)

    def task(_out: BinaryIO) -> dict[str, Any]:
        state = home.bring_up(record)
        return {"changes": state.changes, "head": state.head}

    with await run_async(task, _LIMITS) as answer:
        held = Held(home.backup(State(**answer.result)))
    return dataset.replaced(held=held, changes=record.number, head=record.hash)


def _home(dataset: DiskDataset) -> Home:
    assert dataset.home  # noqa: S101 - each is made with one
    return dataset.home


def renaming(dataset: DiskDataset, change: Change) -> Iterator[None]:
    """Let the names that lie in memory follow a change, a part at a time; only behind the last all of them have."""
    names = dataset.names
    assert names is not None  # noqa: S101 - each is made with some
    for graph in change.graphs:
        if not isinstance(graph, ox.DefaultGraph):
            names.add_graph(graph)
    told = (frozenset(quad for quad in quads if quad.predicate in NAMING) for quads in (change.removed, change.added))
    yield from applied(names, Change(*told), dataset.default_graph)
    yield from dataset.labels.following(change)


def _names_task(home: Home) -> Task:
    """Return the task that brings the store up and writes its graphs, one a line, and what names things."""

    def task(out: BinaryIO) -> dict[str, Any]:
        state = home.bring_up()
        store = ox.Store.read_only(str(home.backup(state)))
        graphs = [name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
        listed = "".join(f"{name}\n" for name in graphs if _holds(store, name)).encode()
        out.write(listed)
        quads = (quad for name in NAMING for quad in store.quads_for_pattern(None, name, None, None))
        ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
        return {"changes": state.changes, "head": state.head, "graphs": len(listed)}

    return task


def _holds(store: ox.Store, graph: str) -> bool:
    return next(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), None) is not None


def _opened(home: Home, answer: Answer) -> DiskDataset:
    with answer:
        text, told = answer.read(), answer.result
    names = ox.Store()
    names.bulk_extend(ox.parse(text[told["graphs"] :], format=ox.RdfFormat.N_QUADS))
    for name in text[: told["graphs"]].decode().splitlines():
        names.add_graph(ox.NamedNode(name))
    return DiskDataset(
        cast("ox.Store", _Closed()),
        home.manifest.version,
        home.manifest.hash,
        home.default_graph,
        told["changes"],
        told["head"],
        home=home,
        held=Held(home.backup(State(told["changes"], told["head"]))),
        names=names,
    )
