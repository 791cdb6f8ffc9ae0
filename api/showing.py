"""Pages of what the dataset tells, written where a query is evaluated: there the making of a long one can be killed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

from fastapi import Request
from fastapi.responses import Response

from api.deps import Service
from api.templates import Frame, Rendered, page_of
from kg.errors import KgError
from kg.store import Dataset
from kg.workers import Limits

MOST_MB: Final = 16
"""The longest page, in MiB."""

HEADERS: Final = "headers"
"""The name, among what is found, of the headers by which the answer tells of it too."""

Values = Mapping[str, Any]
Reading = Callable[[Dataset], Values]
"""What reads from a dataset what a page shows."""

Around = Callable[[Dataset | None], Values]
"""What reads what a page shows whatever is found; without a dataset, as much of it as can be told."""


@dataclass(frozen=True)
class Page:
    """The job that writes a page; its result is the headers."""

    frame: Frame
    found: Reading
    given: Around | None = None
    """Without it, the page cannot tell of a failure, which is raised."""

    def __call__(self, dataset: Dataset, out: BinaryIO) -> dict[str, str]:
        """Write what is found, or why there is nothing to show."""
        values = self.given(dataset) if self.given else {}
        told: dict[str, str] = {}
        try:
            found = self.found(dataset)
            rendered = self.frame.rendered(None, {**values, **found})
            told = found.get(HEADERS, {})
        except KgError as error:
            if not self.given:
                raise
            rendered = self.frame.rendered(error, values)
        out.write(rendered.text.encode())
        return rendered.headers | told | {"Status": str(rendered.status.value)}

    def without(self, error: KgError) -> Rendered:
        """Return the page as it is where the job has failed."""
        if not self.given:
            raise error
        return self.frame.rendered(error, self.given(None))


def around(given: Values, _dataset: Dataset | None) -> Values:
    """Return what is known without the dataset, as a partial function of type `Around`."""
    return given


def nothing(_dataset: Dataset) -> Values:
    """Find nothing: a page shows its form alone."""
    return {}


async def show(request: Request, service: Service, page: Page, limits: Limits) -> Response:
    """Answer with a page.

    Raises:
        KgError: it failed, and does not tell of failures itself.
    """
    try:
        return await service.execution.send(request, page, replace(limits, answer_mb=MOST_MB))
    except KgError as error:
        return page_of(page.without(error))
