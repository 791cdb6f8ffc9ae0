"""A store in one file: the current release and every change since, so that what is restored has the same hash.

The archive is a plain tar with four files and no clock time: equal stores give equal archives.
"""

import contextlib
import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.changes import ChangeLog
from kg.changes.log import LOG_FILE, make_durable
from kg.errors import InputError
from kg.reasons import reason
from kg.releases import DATASET_FILE, MANIFEST_FILE, Manifest, adopt_release, read_release, write_release
from kg.store import CHANGES, load_release

_ABOUT: Final = "backup.json"
_RELEASE: Final = f"release/{DATASET_FILE}"
_MANIFEST: Final = f"release/{MANIFEST_FILE}"
_LOG: Final = f"{CHANGES}/{LOG_FILE}"
_VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")
"""It becomes part of the name of a folder."""

_MEMBERS: Final = (_ABOUT, _MANIFEST, _RELEASE, _LOG)


def backup(store: Path, out: Path) -> str:
    """Write the archive of a store, which may be written to meanwhile.

    Returns:
        The RDFC-1.0 hash of the dataset that the archive holds, in every graph.

    Raises:
        InputError: the store is damaged, or the archive cannot be written.
    """
    manifest, content = read_release(store)
    log = b"".join(record.line() for record in ChangeLog(store / CHANGES).records())
    try:
        with _scratch(out.parent) as folder:
            _lay_out(folder, manifest, content, log)
            found = _hash(folder)
            files = {
                _MANIFEST: json.dumps(asdict(manifest), indent=2).encode() + b"\n",
                _RELEASE: content,
                _LOG: log,
            }
            about = {"hash": found, "files": _digests(files)}
            archive = folder / "archive"
            _write(archive, {_ABOUT: json.dumps(about, indent=2).encode() + b"\n", **files})
            archive.replace(out)
        make_durable(out.parent)
    except OSError as error:
        raise _unwritable(out, error) from error
    return found


def restore(archive: Path, store: Path, *, force: bool = False) -> str:
    """Make a store hold what an archive holds. It may be run again if it was interrupted.

    Args:
        archive: a file that `backup` wrote.
        store: the store folder; it need not exist.
        force: whether to put aside a log of changes that the archive does not know. It is kept beside the new one.

    Returns:
        The RDFC-1.0 hash of the dataset, which is that of the backup.

    Raises:
        InputError: the archive is damaged or is no backup, or the store has changes that would be lost.
    """
    files = _read(archive)
    try:
        store.mkdir(parents=True, exist_ok=True)
        with _scratch(store) as folder, ChangeLog(store / CHANGES).alone():
            found = _rebuilt(archive, files, folder)
            _make_room(archive, store, files[_LOG], force=force)
            adopt_release(folder, store)
            make_durable(store / "releases")
            make_durable(store)
            log = folder / CHANGES / LOG_FILE
            log.replace(store / CHANGES / LOG_FILE)
            make_durable(store / CHANGES)
    except OSError as error:
        raise _unwritable(store, error) from error
    return found


def _rebuilt(archive: Path, files: dict[str, bytes], folder: Path) -> str:
    """Lay out a store from the files of an archive; return its hash, which must be the stated one."""
    try:
        about: dict[str, Any] = json.loads(files[_ABOUT])
        manifest = Manifest(**json.loads(files[_MANIFEST]))
        whole = {_ABOUT: "", **about["files"]} == {**_digests(files), _ABOUT: ""}
        if whole and _VERSION.fullmatch(manifest.version):
            _lay_out(folder, manifest, files[_RELEASE], files[_LOG])
            found = _hash(folder)
            if found == about["hash"] and (folder / "releases" / manifest.name).is_dir():
                return found
    except (ValueError, TypeError, KeyError, SyntaxError, InputError) as error:
        raise _damaged(archive) from error
    raise _damaged(archive)


def _digests(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _lay_out(folder: Path, manifest: Manifest, content: bytes, log: bytes) -> None:
    """Write a store folder."""
    write_release(ox.parse(content, format=ox.RdfFormat.N_QUADS), manifest.version, folder)
    path = folder / CHANGES / LOG_FILE
    path.parent.mkdir()
    with path.open("wb") as file:
        file.write(log)
        file.flush()
        os.fsync(file.fileno())


def _hash(folder: Path) -> str:
    return load_release(folder, "separate").canonical_hash()


def _make_room(archive: Path, store: Path, log: bytes, *, force: bool) -> None:
    """Put aside the log of a store, if the archive's does not begin with it."""
    path = store / CHANGES / LOG_FILE
    there = path.read_bytes()
    if log.startswith(there):
        return
    if not force:
        raise InputError(
            cs=f"{path}: úložiště obsahuje změny, které v záloze {archive.name} nejsou; zálohujte je, nebo je odložte"
            " volbou --force.",
            en=f"{path}: the store holds changes that the backup {archive.name} does not; back them up, or put them"
            " aside with --force.",
        )
    path.replace(path.with_name(f"replaced-{hashlib.sha256(there).hexdigest()[:12]}.jsonl"))


def _write(path: Path, files: dict[str, bytes]) -> None:
    with path.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(content), 0o644
                archive.addfile(member, io.BytesIO(content))
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> dict[str, bytes]:
    """Return the files of an archive by name; nothing is written where a name would have it."""
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(path, mode="r:") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or member.name not in _MEMBERS or member.name in found:
                    raise _damaged(path)
                found[member.name] = content.read()
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"{path}: zálohu nelze přečíst ({why.cs}); zkontrolujte cestu.",
            en=f"{path}: the backup cannot be read ({why.en}); check the path.",
        ) from error
    except tarfile.TarError as error:
        raise _damaged(path) from error
    if len(found) < len(_MEMBERS):
        raise _damaged(path)
    return found


@contextlib.contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".new-", dir=parent) as folder:
        yield Path(folder)


def _damaged(path: Path) -> InputError:
    return InputError(
        cs=f"{path}: soubor není nepoškozená záloha vytvořená příkazem kg backup; použijte jinou.",
        en=f"{path}: the file is not an undamaged backup made by kg backup; use another.",
    )


def _unwritable(path: Path, error: OSError) -> InputError:
    why = reason(error)
    return InputError(
        cs=f"{error.filename or path}: nelze zapsat ({why.cs}); zkontrolujte místo a oprávnění.",
        en=f"{error.filename or path}: cannot be written ({why.en}); check the space and permissions.",
    )
