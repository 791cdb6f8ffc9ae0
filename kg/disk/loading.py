"""A release read into a store on disk, piece by piece: it need not fit into memory."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.changes import DefaultGraph
from kg.errors import InputError
from kg.releases import DATASET_FILE, Manifest
from kg.store import relabelled

_BUFFER: Final = 1 << 20


def load(store: ox.Store, release: Path, manifest: Manifest, default_graph: DefaultGraph) -> None:
    """Put the quads of a release into an empty store, with their union in the default graph if that is wanted.

    Raises:
        InputError: the release cannot be read, or does not match its manifest.
    """
    path = release / DATASET_FILE
    digest = hashlib.sha256()
    union = default_graph == "union"
    try:
        store.bulk_load(_stream(_ground(path, digest, union=union)), format=ox.RdfFormat.N_QUADS)
        # The loader names blank nodes anew each time, but a logged change must find the node it speaks of.
        store.bulk_extend(_blank(path, manifest, union=union))
    except (OSError, SyntaxError) as error:
        raise _unusable(path) from error
    if digest.hexdigest() != manifest.hash:
        raise _unusable(path)


def _ground(path: Path, digest: Any, *, union: bool) -> Iterator[bytes]:
    """Yield the lines without blank nodes; each a second time without its graph, if the union is wanted."""
    with path.open("rb") as file:
        for line in file:
            digest.update(line)
            if b"_:" not in line:
                yield line
                if union:
                    yield line[: line.rindex(b" <")] + b" .\n"


def _blank(path: Path, manifest: Manifest, *, union: bool) -> Iterator[ox.Quad]:
    with path.open("rb") as file:
        lines = (line for line in file if b"_:" in line)
        for quad in ox.parse(_stream(lines), format=ox.RdfFormat.N_QUADS):
            known = relabelled(quad, manifest)
            yield known
            if union:
                yield ox.Quad(known.subject, known.predicate, known.object)


def _stream(lines: Iterator[bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Lines(lines), _BUFFER)


class _Lines(io.RawIOBase):
    """Lines as a file to read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._lines, b"")
        piece = self._rest[: len(buffer)]
        buffer[: len(piece)] = piece
        self._rest = self._rest[len(piece) :]
        return len(piece)


def _unusable(path: Path) -> InputError:
    return InputError(
        cs=f"{path}: data vydání nelze načíst nebo neodpovídají otisku; sestavte graf znovu příkazem kg build.",
        en=f"{path}: the data of the release cannot be read or do not match their hash; run kg build again.",
    )
