"""What the routes share: the dataset, its names, the limits, and the language of the reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from api.execution import Execution
from api.metrics import Figures
from api.problems import HttpError
from kg.errors import Lang
from kg.settings import Settings
from kg.store import Dataset
from kg.workers import Limits

_SECONDS: Final = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")


@dataclass(frozen=True)
class Service:
    """One running service, with the dataset as it is now; a change of the dataset makes another."""

    dataset: Dataset
    settings: Settings
    execution: Execution
    figures: Figures

    def with_dataset(self, dataset: Dataset) -> "Service":
        """Return the same service over a changed dataset."""
        return Service(dataset, self.settings, self.execution, self.figures)

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
        memory = self.settings.query_memory_mb
        return Limits(seconds=seconds, memory_mb=memory, network=self.dataset.is_remote, opening=self.dataset.opening)


async def service_of(request: Request) -> Service:
    """Return the service a request reached; a coroutine, for the framework runs plain functions in threads."""
    return cast("Service", request.app.state.service)


async def lang_of(request: Request) -> Lang:
    """Return the language of an answer, as `lang_in` reads it."""
    return lang_in({"lang": request.query_params.getlist("lang")})


def lang_in(parameters: Mapping[str, Sequence[str]]) -> Lang:
    """Return the language that parameters ask for: Czech, unless the last `lang` is `en`."""
    values = parameters.get("lang") or [""]
    return "en" if values[-1] == "en" else "cs"


ServiceDep = Annotated[Service, Depends(service_of)]
LangDep = Annotated[Lang, Depends(lang_of)]
