"""Files that users bring: their formats, and how they are opened and refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pyoxigraph import RdfFormat

from kg.errors import InputError
from kg.reasons import reason

FORMATS: Final[Mapping[str, RdfFormat]] = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
"""The formats by suffix."""

MEDIA_TYPES: Final[Mapping[str, RdfFormat]] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
"""The formats by media type."""

_TABLES: Final = (".csv", ".xlsx")
_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: `name` is what its user calls it."""

    name: str
    content: bytes
    form: RdfFormat

    @property
    def base(self) -> str:
        """What relative IRIs are relative to: the file's own name, so that a report is the same on every machine."""
        return f"file:///{quote(Path(self.name).name)}"

    def error(self, line: int | None = None, column: int | None = None, *, cs: str, en: str) -> InputError:
        """Return an error about this file, which names the place first; line and column count from 1."""
        where_cs = self.name + (f", řádek {line}" if line else "") + (f", sloupec {column}" if column else "")
        where_en = self.name + (f", line {line}" if line else "") + (f", column {column}" if column else "")
        return InputError(cs=f"{where_cs}: {cs}", en=f"{where_en}: {en}")


def form_of(name: str) -> RdfFormat:
    """Return the format that the suffix of a name stands for.

    Raises:
        InputError: the suffix is unknown, or of a kind that is not validated.
    """
    suffix = Path(name).suffix.lower()
    if suffix in FORMATS:
        return FORMATS[suffix]
    known = " ".join(FORMATS)
    if suffix in _TABLES:
        raise InputError(
            cs=f"{name}: tabulky {suffix} se zatím neověřují; převeďte údaje do RDF ({known}).",
            en=f"{name}: {suffix} tables are not validated yet; turn the data into RDF ({known}).",
        )
    raise InputError(
        cs=f"{name}: z přípony „{suffix}“ nelze poznat formát; přejmenujte soubor podle obsahu ({known}).",
        en=f"{name}: the suffix “{suffix}” tells no format; rename the file after its content ({known}).",
    )


def load(path: Path, limit_mb: int) -> File:
    """Read a file whole.

    Raises:
        InputError: the format is unknown, the file is too large, or cannot be read.
    """
    if path.is_dir():
        raise InputError(
            cs=f"{path}: je složka; zadejte soubory v ní.", en=f"{path}: is a folder; name the files in it."
        )
    form = form_of(str(path))
    try:
        with path.open("rb") as opened:
            content = opened.read(limit_mb * _MIB + 1)
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"{path}: soubor nelze přečíst ({why.cs}); zkontrolujte cestu a oprávnění.",
            en=f"{path}: the file cannot be read ({why.en}); check the path and the permissions.",
        ) from error
    return within(File(str(path), content, form), limit_mb)


def within(file: File, limit_mb: int) -> File:
    """Return a file that is no larger than allowed.

    Raises:
        InputError: it is larger.
    """
    if len(file.content) > limit_mb * _MIB:
        raise file.error(
            cs=f"soubor je větší než {limit_mb} MiB; rozdělte jej, nebo zvyšte KG_MAX_UPLOAD_MB.",
            en=f"the file is larger than {limit_mb} MiB; split it, or raise KG_MAX_UPLOAD_MB.",
        )
    return file
