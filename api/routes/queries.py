"""`/sparql/queries/{id}`: a query that runs, by the id that its client chose, to look at and to stop."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.deps import ServiceDep

router = APIRouter(prefix="/sparql/queries", tags=["SPARQL"])


@router.get("/{query_id}")
async def state_of_query(service: ServiceDep, query_id: str) -> JSONResponse:
    """Tell the state of a query: waiting, running, answered, failed or stopped."""
    flight = service.execution.flights.find(query_id)
    content = {"id": flight.id, "state": flight.state, "seconds": round(flight.seconds, 3), "error": flight.error}
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


@router.delete("/{query_id}", status_code=204)
async def stop_query(service: ServiceDep, query_id: str) -> Response:
    """Stop a query; whoever waits for it gets 503. One that has ended, or whose change is recorded, goes on."""
    service.execution.flights.find(query_id).stop()
    return Response(status_code=204)
