"""`/health`: whether the service lives and is ready, and what it answers from."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.deps import ServiceDep

router = APIRouter(tags=["operation"])


@router.get("/health")
async def health(service: ServiceDep) -> JSONResponse:
    """Tell that the service is up, with the version and the hash of its dataset."""
    dataset = service.dataset
    return JSONResponse({"live": True, "ready": True, "version": dataset.version, "hash": dataset.hash})
