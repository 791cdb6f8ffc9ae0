"""`/metrics`: what the service counts of itself, for Prometheus."""

from fastapi import APIRouter, Response

from api.deps import ServiceDep
from api.metrics import CONTENT_TYPE

router = APIRouter(tags=["operation"])


@router.get("/metrics")
async def metrics(service: ServiceDep) -> Response:
    """Return the figures in Prometheus' text format."""
    return Response(service.figures.exposition(), headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})
