"""What the routes share: the dataset, its names, the limits, and the language of the reader."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.execution import Execution
from api.problems import reader_lang
from kg.errors import Lang
from kg.names import Names
from kg.settings import Settings
from kg.store import Dataset
from kg.workers import Limits


@dataclass(frozen=True)
class Service:
    """One running service."""

    dataset: Dataset
    names: Names
    settings: Settings
    execution: Execution

    def limits(self, asked: str | None = None) -> Limits:
        """Return the limits of a query; a client may ask for less time than the settings allow, never for more."""
        seconds = self.settings.query_timeout
        try:
            seconds = min(seconds, max(0.1, float(asked))) if asked else seconds
        except ValueError:
            seconds = self.settings.query_timeout
        return Limits(seconds=seconds, memory_mb=self.settings.query_memory_mb)


def service_of(request: Request) -> Service:
    """Return the service a request reached."""
    return cast("Service", request.app.state.service)


ServiceDep = Annotated[Service, Depends(service_of)]
LangDep = Annotated[Lang, Depends(reader_lang)]
