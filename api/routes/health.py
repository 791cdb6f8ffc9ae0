"""`/health`: whether the service lives and is ready, and what it answers from."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.deps import ServiceDep
from api.writing import WriterDep

router = APIRouter(tags=["operation"])


@router.get("/health")
async def health(service: ServiceDep, writer: WriterDep) -> JSONResponse:
    """Tell that the service is up, and which state of the dataset it answers from; 503, if that is not the last one."""
    dataset, ready = service.dataset, not writer.is_behind
    content = {
        "live": True,
        "ready": ready,
        "version": dataset.version,
        "hash": dataset.hash,
        "changes": dataset.changes,
        "head": dataset.head,
    }
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(content, status, headers={"Cache-Control": "no-store"})
