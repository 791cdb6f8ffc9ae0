"""`/sparql/queries/{id}`: a query that runs, by the id that its client chose, to look at and to stop."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.authorization import authorized
from api.deps import ServiceDep
from api.inflight import Flight
from api.problems import HttpError
from kg.access import SCOPES, Holder

router = APIRouter(prefix="/sparql/queries", tags=["SPARQL"])


@router.get("/{query_id}")
async def state_of_query(service: ServiceDep, query_id: str) -> JSONResponse:
    """Tell the state of a query: waiting, running, answered, failed or stopped."""
    flight = service.execution.flights.find(query_id)
    content = {"id": flight.id, "state": flight.state, "seconds": round(flight.seconds, 3), "error": flight.error}
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


@router.delete("/{query_id}", status_code=204)
async def stop_query(request: Request, service: ServiceDep, query_id: str) -> Response:
    """Stop a query; whoever waits for it gets 503. One that has ended, or whose change is recorded, goes on.

    A query is stopped by whoever knows its id, a change by who sent it and by an administrator.
    """
    flight = service.execution.flights.find(query_id)
    if flight.holder:
        _check_holder(authorized(request, service, *SCOPES), flight)
    if flight.is_sealed and not flight.is_over:
        raise HttpError(
            HTTPStatus.CONFLICT,
            cs=f"změna {query_id} je již zaznamenána a provede se; chcete-li ji vrátit, pošlete změnu opačnou.",
            en=f"the change {query_id} is recorded already and will be made; to undo it, send the opposite change.",
        )
    flight.stop()
    return Response(status_code=204)


def _check_holder(holder: Holder, flight: Flight) -> None:
    if holder.name != flight.holder and "admin" not in holder.scopes:
        raise HttpError(
            HTTPStatus.FORBIDDEN,
            cs=f"změna {flight.id} byla odeslána s jiným tokenem než {holder.name}; zastavit ji smí jen jeho držitel"
            " nebo správce.",
            en=f"the change {flight.id} was sent with another token than {holder.name}; only its holder or an"
            " administrator may stop it.",
        )
