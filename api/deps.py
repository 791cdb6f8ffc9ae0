"""What the routes share: the dataset, its names, the limits, and the language of the reader."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from api.execution import Execution
from api.problems import HttpError
from kg.errors import Lang
from kg.names import Names
from kg.search import SearchIndex
from kg.settings import Settings
from kg.store import Dataset
from kg.workers import Limits

_SECONDS: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Service:
    """One running service."""

    dataset: Dataset
    names: Names
    search: SearchIndex
    settings: Settings
    execution: Execution

    def limits(self, asked: str | None = None) -> Limits:
        """Return the limits of a query; a client may ask for less time than the settings allow, never for more."""
        seconds = self.settings.query_timeout
        if asked:
            if not _SECONDS.fullmatch(asked):
                raise HttpError(
                    HTTPStatus.BAD_REQUEST,
                    cs=f"parametr timeout „{asked}“ není počet sekund; zadejte například timeout=10.",
                    en=f"the parameter timeout “{asked}” is not a number of seconds; give timeout=10, for example.",
                )
            seconds = min(seconds, max(0.1, float(asked)))
        return Limits(seconds=seconds, memory_mb=self.settings.query_memory_mb)


async def service_of(request: Request) -> Service:
    """Return the service a request reached; a coroutine, for the framework runs plain functions in threads."""
    return cast("Service", request.app.state.service)


async def lang_of(request: Request) -> Lang:
    """Return the language of an answer: Czech unless `lang=en` asks for English."""
    return "en" if request.query_params.get("lang") == "en" else "cs"


ServiceDep = Annotated[Service, Depends(service_of)]
LangDep = Annotated[Lang, Depends(lang_of)]
