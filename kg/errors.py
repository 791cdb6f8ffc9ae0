"""Errors that a user can cause: one line in Czech and in English that names the cause and the remedy."""

import json
from typing import Final, Literal

Lang = Literal["cs", "en"]

LONGEST: Final = 7500
"""The longest message, in bytes of JSON: what is longer quotes what nobody reads."""


def _brief(message: str) -> str:
    """Return the beginning of a long message, where the place stands, and its end, where the remedy does."""
    return message if len(json.dumps(message)) <= LONGEST else f"{message[:350]} … {message[-200:]}"


class KgError(Exception):
    """An error to show to a person; `exit_status` is what the command ends with."""

    exit_status = 2

    def __init__(self, *, cs: str, en: str) -> None:
        """Take the same message in both languages; line breaks become spaces so that it stays one line.

        Of a very long one, which quotes what is very long, the middle is left out.
        """
        self.cs = _brief(" ".join(cs.split()))
        self.en = _brief(" ".join(en.split()))
        super().__init__(self.en)

    def text(self, lang: Lang) -> str:
        """Return the message in the user's language."""
        return self.cs if lang == "cs" else self.en


class InputError(KgError):
    """A file, table or parameter that the user gave cannot be used."""


class DataError(KgError):
    """The data breaks a shape or a rule of the model."""

    exit_status = 1


class QueryError(KgError):
    """A query that is malformed or refused."""


class RefusedError(QueryError):
    """A query that asks for something the service never does (SERVICE, LOAD)."""


class TimeoutReached(KgError):  # noqa: N818 - named for what happened, it is no fault of the program
    """A query was stopped at its deadline."""

    exit_status = 3
