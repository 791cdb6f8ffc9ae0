"""What the system says of a file or a connection, in our own Czech and English words."""

import errno
import socket
from collections.abc import Mapping
from typing import Final, NamedTuple


class Reason(NamedTuple):
    """Why something failed, as an error quotes it in brackets."""

    cs: str
    en: str


_MISSING: Final = Reason("taková cesta neexistuje", "there is no such path")
_FORBIDDEN: Final = Reason("chybí oprávnění", "permission is missing")
_INTERRUPTED: Final = Reason("spojení bylo přerušeno", "the connection was interrupted")
_UNREACHABLE: Final = Reason("síť k počítači nevede", "the network does not reach the host")
_LATE: Final = Reason("čas vypršel", "the time ran out")
_UNKNOWN_HOST: Final = Reason("počítač toho jména není znám", "no host of that name is known")

_REASONS: Final[Mapping[int, Reason]] = {
    errno.ENOENT: _MISSING,
    errno.ENXIO: _MISSING,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EISDIR: Reason("je to složka", "it is a folder"),
    errno.ENOTDIR: Reason("část cesty není složka", "a part of the path is not a folder"),
    errno.EEXIST: Reason("taková cesta již existuje", "the path exists already"),
    errno.ENOTEMPTY: Reason("složka není prázdná", "the folder is not empty"),
    errno.ENAMETOOLONG: Reason("název je příliš dlouhý", "the name is too long"),
    errno.ELOOP: Reason("odkazy v cestě vedou v kruhu", "the links of the path go round in a circle"),
    errno.EROFS: Reason("disk je jen pro čtení", "the disk is read-only"),
    errno.ENOSPC: Reason("na disku není místo", "no space is left on the disk"),
    errno.EDQUOT: Reason("přidělené místo na disku je vyčerpáno", "the share of the disk is used up"),
    errno.EFBIG: Reason("soubor je příliš velký", "the file is too large"),
    errno.EIO: Reason("disk nebo zařízení hlásí chybu", "the disk or device reports an error"),
    errno.EBUSY: Reason("soubor nebo zařízení je obsazeno", "the file or device is busy"),
    errno.EXDEV: Reason("cesty jsou na různých discích", "the paths are on different disks"),
    errno.EMFILE: Reason("otevřených souborů je příliš mnoho", "too many files are open"),
    errno.ENFILE: Reason("otevřených souborů je příliš mnoho", "too many files are open"),
    errno.ENOMEM: Reason("nedostává se paměti", "memory has run out"),
    errno.EADDRINUSE: Reason("adresa je již obsazena", "the address is already in use"),
    errno.EADDRNOTAVAIL: Reason("adresa tomuto počítači nepatří", "the address is not this computer's"),
    errno.ECONNREFUSED: Reason("spojení bylo odmítnuto", "the connection was refused"),
    errno.ECONNRESET: _INTERRUPTED,
    errno.ECONNABORTED: _INTERRUPTED,
    errno.EPIPE: _INTERRUPTED,
    errno.EHOSTUNREACH: _UNREACHABLE,
    errno.ENETUNREACH: _UNREACHABLE,
    errno.ETIMEDOUT: _LATE,
}


def reason(error: OSError) -> Reason:
    """Return why the system refused; what has no words of ours is named by its code, such as EILSEQ.

    Args:
        error: of a file or a connection; one that wraps another (`urllib.error.URLError`) is looked into.
    """
    inner = getattr(error, "reason", None)
    if isinstance(inner, OSError):
        return reason(inner)
    if isinstance(error, socket.gaierror):
        return _UNKNOWN_HOST
    if isinstance(error, TimeoutError):
        return _LATE
    if isinstance(error, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        return _INTERRUPTED
    if type(error).__module__ == "ssl":  # these have numbers of their own, and codes such as CERTIFICATE_VERIFY_FAILED
        return _coded(inner or type(error).__name__)
    code = error.errno or 0
    return _REASONS.get(code) or _coded(errno.errorcode.get(code, type(error).__name__))


def _coded(code: str) -> Reason:
    """Name an error by its code or kind, for its text is in English or in the language of the system."""
    return Reason(f"chyba {code}", f"error {code}")
