"""Release folders: one file of canonical N-Quads and a manifest, published by one rename."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.reasons import reason

DATASET_FILE: Final = "dataset.nq"
MANIFEST_FILE: Final = "manifest.json"
CURRENT: Final = "current"


@dataclass(frozen=True)
class Manifest:
    """What a release folder says of itself; no clock time, so that equal data gives equal files."""

    version: str
    hash: str
    """SHA-256 of the canonical N-Quads, hexadecimal."""
    graphs: dict[str, int]
    """Triples per named graph."""

    @property
    def name(self) -> str:
        """The name of the release folder."""
        return f"{self.version}-{self.hash[:12]}"


def canonical_lines(quads: Iterable[ox.Quad]) -> list[bytes]:
    """Return the canonical N-Quads of a dataset in code point order (W3C RDFC-1.0).

    The algorithm names blank nodes by the quads they stand in and leaves all others alone, so only those go through it.
    """
    ground: list[ox.Quad] = []
    blank: list[ox.Quad] = []
    for quad in quads:
        (ground if _is_ground(quad) else blank).append(quad)
    named = ox.Dataset(blank)
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    buffer = io.BytesIO()
    for part in (ground, named):
        ox.serialize(part, buffer, format=ox.RdfFormat.N_QUADS)
    return sorted(set(buffer.getvalue().splitlines(keepends=True)))


def _is_ground(quad: ox.Quad) -> bool:
    return (
        isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
        and isinstance(quad.graph_name, ox.NamedNode)
    )


def _graph_of(line: bytes) -> str:
    """Return the graph of a canonical line, whose last term it is."""
    return line[line.rindex(b"<") + 1 : line.rindex(b">")].decode()


def write_release(quads: Iterable[ox.Quad], version: str, out: Path) -> tuple[Path, Manifest]:
    """Write a release folder and make it the current one; until the last rename the former one stays in force.

    Args:
        quads: the dataset; its default graph must be empty.
        version: the version of the dataset.
        out: the store folder; the release lies in `out/releases/<version>-<hash>`.

    Returns:
        The release folder and its manifest.
    """
    lines = canonical_lines(quads)
    content = b"".join(lines)
    counts = Counter(map(_graph_of, lines))
    manifest = Manifest(version, hashlib.sha256(content).hexdigest(), dict(sorted(counts.items())))
    releases = out / "releases"
    target = releases / manifest.name
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with _scratch_folder(releases) as folder:
            _write_durably(folder / DATASET_FILE, content)
            _write_durably(folder / MANIFEST_FILE, json.dumps(asdict(manifest), indent=2).encode() + b"\n")
            if not target.exists():
                folder.rename(target)
        _point_current_at(out, target)
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"{error.filename or out}: nelze zapsat ({why.cs}); zkontrolujte místo a oprávnění.",
            en=f"{error.filename or out}: cannot be written ({why.en}); check the space and permissions.",
        ) from error
    return target, manifest


@contextlib.contextmanager
def _scratch_folder(parent: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=parent))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _point_current_at(out: Path, target: Path) -> None:
    with _scratch_folder(out) as folder:
        link = folder / CURRENT
        link.symlink_to(Path("releases") / target.name)
        link.replace(out / CURRENT)


def adopt_release(source: Path, out: Path) -> None:
    """Move the current release of a store folder into another on the same disk, and make it current there."""
    folder = (source / CURRENT).resolve()
    target = out / "releases" / folder.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        folder.rename(target)
    _point_current_at(out, target)


def has_release(out: Path) -> bool:
    """Tell whether a store folder holds a current release."""
    return (out / CURRENT / MANIFEST_FILE).is_file()


def read_manifest(out: Path) -> Manifest:
    """Return what the current release of a store folder says of itself.

    Raises:
        InputError: there is no release.
    """
    try:
        return Manifest(**json.loads((out / CURRENT / MANIFEST_FILE).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise _no_release(out) from error


def _no_release(out: Path) -> InputError:
    return InputError(
        cs=f"{out}: složka neobsahuje použitelné vydání grafu; sestavte je příkazem kg build.",
        en=f"{out}: the folder holds no usable release of the graph; build one with kg build.",
    )


def read_release(out: Path) -> tuple[Manifest, bytes]:
    """Return the manifest of the current release of a store folder, and its canonical N-Quads.

    Raises:
        InputError: there is no release, or its files do not match its manifest.
    """
    manifest = read_manifest(out)
    try:
        content = (out / CURRENT / DATASET_FILE).read_bytes()
    except OSError as error:
        raise _no_release(out) from error
    if hashlib.sha256(content).hexdigest() != manifest.hash:
        raise InputError(
            cs=f"{out}: data vydání {manifest.name} neodpovídají otisku; sestavte graf znovu příkazem kg build.",
            en=f"{out}: the data of release {manifest.name} do not match their hash; run kg build again.",
        )
    return manifest, content
