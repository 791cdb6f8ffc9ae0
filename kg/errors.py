"""Errors that a user can cause: one line in Czech and in English that names the cause and the remedy."""

from typing import Literal

Lang = Literal["cs", "en"]


class KgError(Exception):
    """An error to show to a person; `exit_status` is what the command ends with."""

    exit_status = 2

    def __init__(self, *, cs: str, en: str) -> None:
        """Take the same message in both languages; line breaks become spaces so that it stays one line."""
        self.cs = " ".join(cs.split())
        self.en = " ".join(en.split())
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
