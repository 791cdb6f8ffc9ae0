"""Who may write: tokens, kept as hashes in a file, each with its scopes.

A token is 32 random bytes, so that SHA-256 without salt is enough: nobody can guess what was never chosen.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from kg.errors import InputError
from kg.reasons import reason

Scope = Literal["admin", "publish", "submit"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token."""

    name: str
    scopes: frozenset[Scope]
    digest: str
    """SHA-256 of the token, hexadecimal."""

    @property
    def line(self) -> str:
        """The line of the file of tokens."""
        return f"{self.name} {','.join(scope for scope in SCOPES if scope in self.scopes)} {self.digest}"


def new_token(name: str, scopes: Iterable[Scope]) -> tuple[str, Holder]:
    """Return a new token, which is kept nowhere, and its holder.

    Raises:
        InputError: the name cannot stand in the file.
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            cs=f"název „{name}“ nelze použít; zvolte písmena bez diakritiky, číslice, tečky, spojovníky nebo @.",
            en=f"the name “{name}” cannot be used; choose ASCII letters, digits, dots, hyphens or @.",
        )
    token = secrets.token_urlsafe(32)
    return token, Holder(name, frozenset(scopes), _digest(token))


def read_tokens(path: Path) -> tuple[Holder, ...]:
    """Read the file of tokens: `name scope[,scope…] sha256`, one a line; empty lines and `#` comments are passed over.

    Raises:
        InputError: the file cannot be read, or a line is malformed; the text names it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(
            cs=f"{path}: soubor tokenů není v kódování UTF-8; vytvořte jej znovu příkazem kg token.",
            en=f"{path}: the file of tokens is not UTF-8; make it again with kg token.",
        ) from error
    except OSError as error:
        why = reason(error)
        raise InputError(
            cs=f"{path}: soubor tokenů nelze přečíst ({why.cs}); opravte proměnnou KG_TOKENS nebo oprávnění.",
            en=f"{path}: the file of tokens cannot be read ({why.en}); mend KG_TOKENS or the permissions.",
        ) from error
    numbered = [(number, line.split()) for number, line in enumerate(lines, 1)]
    return tuple(_holder(path, number, parts) for number, parts in numbered if parts and not parts[0].startswith("#"))


def _holder(path: Path, number: int, parts: list[str]) -> Holder:
    if len(parts) == 3 and _NAME.fullmatch(parts[0]) and _HASH.fullmatch(parts[2]):
        scopes = parts[1].split(",")
        found = frozenset(scope for scope in SCOPES if scope in scopes)
        if len(found) == len(scopes):
            return Holder(parts[0], found, parts[2])
    raise InputError(
        cs=f"{path}, řádek {number}: čeká se „název oprávnění[,oprávnění…] sha256“ s oprávněním {', '.join(SCOPES)};"
        " řádek vytvoří příkaz kg token.",
        en=f"{path}, line {number}: expected “name scope[,scope…] sha256” with the scopes {', '.join(SCOPES)};"
        " kg token makes the line.",
    )


def holder_of(token: str, holders: Iterable[Holder]) -> Holder | None:
    """Return who holds a token; each is compared in the same time, whatever it is."""
    digest = _digest(token)
    found = [holder for holder in holders if hmac.compare_digest(holder.digest, digest)]
    return found[0] if found else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
