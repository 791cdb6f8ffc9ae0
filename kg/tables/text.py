"""Text files as they are read: UTF-8, with every character where it stands."""

from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.reasons import reason
from kg.tables.model import TableError

_BYTE_ORDER_MARK: Final = "\ufeff"


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with its line ends untouched."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"{path}: soubor nelze přečíst ({why.cs}); zkontrolujte cestu a oprávnění.",
            en=f"{path}: the file cannot be read ({why.en}); check the path and the permissions.",
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(
            path,
            line,
            cs="text není v kódování UTF-8; uložte soubor znovu jako UTF-8.",
            en="the text is not UTF-8; save the file again as UTF-8.",
        ) from error


def read_table_text(path: Path) -> str:
    """Return the text without the byte order mark that a spreadsheet puts before it; a source text keeps its own."""
    return read_text(path).removeprefix(_BYTE_ORDER_MARK)
