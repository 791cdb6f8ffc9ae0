"""XML that a reader reads back as it was meant.

The engine writes characters that XML 1.0 has not (section 2.2), so that no reader takes the document, and bare carriage
returns, which every reader takes for line feeds (section 2.11).
"""

import re
from typing import BinaryIO, Final, cast

from kg.errors import QueryError

_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def well_formed(out: BinaryIO) -> BinaryIO:
    """Return where the engine may write XML: what reaches the file is well-formed, or an error is raised.

    A `QueryError` names the character that XML has not; it comes out of the call that writes.
    """
    return cast("BinaryIO", _XmlOut(out))


class _XmlOut:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._end = b""

    def write(self, data: bytes) -> int:
        """Write a piece; a character may be cut between two."""
        known = self._end + data
        found = _FORBIDDEN.search(known)
        if found:
            code = f"U+{ord(found[0].decode()):04X}"
            raise QueryError(
                cs=f"odpověď obsahuje znak {code}, který XML nezná; vyžádejte si ji v jiném formátu, například JSON.",
                en=f"the answer holds the character {code}, which XML has not; ask for another format, such as JSON.",
            )
        self._end = known[-2:]
        self._out.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Pass on what is waiting."""
        self._out.flush()
