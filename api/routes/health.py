"""`/health`: whether the service lives and is ready, and what it answers from."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.deps import ServiceDep
from api.problems import reader_lang, retry_after
from api.readiness import Engine
from api.writing import Writer, WriterDep
from kg.errors import KgError

router = APIRouter(tags=["operation"])


@router.get("/health")
async def health(request: Request, service: ServiceDep, writer: WriterDep) -> JSONResponse:
    """Tell that the service is up, and which state of the dataset it answers from; 503 and why, if it is not ready.

    It is ready if no recorded change failed to be made, and if the engine that holds the dataset answers.
    """
    dataset, failure = service.dataset, await _failure(writer, request.app.state.engine)
    content = {
        "live": True,
        "ready": failure is None,
        "version": dataset.version,
        "release": "" if dataset.is_remote else dataset.release,
        "hash": dataset.state,
        "changes": dataset.changes,
        "head": dataset.head,
    }
    headers = {"Cache-Control": "no-store"}
    if failure is None:
        return JSONResponse(content, headers=headers)
    lang, status = reader_lang(request), HTTPStatus.SERVICE_UNAVAILABLE
    headers |= {"Content-Language": lang} | retry_after(status)
    return JSONResponse(content | {"detail": failure.text(lang)}, status, headers)


async def _failure(writer: Writer, engine: Engine) -> KgError | None:
    return writer.failure or await engine.failure()
