"""`/update`: SPARQL 1.1 Protocol, update operation."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.authorization import authorized
from api.deps import ServiceDep
from api.execution import body_of
from api.preconditions import Preconditions
from api.problems import HttpError
from api.requests import address_of, form_of, graphs_of, media_type, parameters_of, single, text_of
from api.writing import WriterDep
from kg.changes import Change
from kg.store import Dataset
from kg.updating import plan

router = APIRouter(tags=["writing"])

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-update"
_MIB: Final = 1 << 20
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            _DIRECT: {"schema": {"type": "string"}},
            _FORM: {"schema": {"type": "object", "properties": {"update": {"type": "string"}}, "required": ["update"]}},
        },
    }
}


@router.post("/update", openapi_extra=_BODY)
async def update(request: Request, service: ServiceDep, writer: WriterDep) -> JSONResponse:
    """Change the dataset; the answer counts the quads removed and added, and can be read at once."""
    holder = authorized(request, service, "admin", "publish")
    text, parameters = await _sent(request, service.settings.max_upload_mb * _MIB)
    using = graphs_of(parameters, "using-graph-uri", "using-named-graph-uri")
    base = address_of(request, service.settings)
    limits = service.limits(single(parameters, "timeout"))
    preconditions = Preconditions.of(request)

    def compute(dataset: Dataset) -> tuple[Change, Any]:
        preconditions.check(dataset.state, "Strategraf-Hash")
        return plan(dataset, text, using, base), None

    written = await writer.write(request, service.execution, limits, compute, holder=holder, action="update", text=text)
    change, dataset = written.change, written.dataset
    return JSONResponse(
        {
            "removed": len(change.removed),
            "added": len(change.added),
            "changes": dataset.changes,
            "head": dataset.head,
        }
    )


async def _sent(request: Request, longest: int) -> tuple[str, dict[str, list[str]]]:
    """Return the update and the parameters of a request."""
    kind = media_type(request)
    if kind == _DIRECT:
        text, parameters = text_of(await body_of(request, longest)), parameters_of(request.url.query)
        if "update" not in parameters:
            return text, parameters
    elif kind == _FORM:
        parameters = form_of(request, await body_of(request, longest))
        texts = parameters.get("update", [])
        if len(texts) == 1:
            return texts[0], parameters
    else:
        raise HttpError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            cs=f"tělo typu „{kind or 'neuvedeno'}“ se zde nečte; pošlete {_DIRECT} nebo {_FORM}.",
            en=f"a body of type “{kind or 'not stated'}” is not read here; send {_DIRECT} or {_FORM}.",
        )
    raise HttpError(
        HTTPStatus.BAD_REQUEST,
        cs="zadejte aktualizaci právě jednou, v poli update nebo v těle požadavku.",
        en="give the update exactly once, as the field update or as the body of the request.",
    )
