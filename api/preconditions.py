"""If-Match and If-None-Match: what a client must have known of the state that it changes (RFC 9110, section 13.1).

A tag is strong. It begins with the state, which is what is compared before a change, whatever the format and the coding
in which the client read it; these follow, for two representations never have the same strong tag (section 8.8.3.3).
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Self

from starlette.requests import Request

from api.problems import HttpError, PreconditionFailed

_TAG: Final = re.compile(r'(?:W/)?"[!#-~\x80-\xff]*"')
_LIST: Final = re.compile(rf"[\s,]*{_TAG.pattern}(?:\s*,[\s,]*{_TAG.pattern})*[\s,]*")
_ANY: Final = ("*",)
_WEAK: Final = "W/"


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What a request that changes something asks of the state before."""

    match: tuple[str, ...] = ()
    none_match: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return those of a request.

        Raises:
            HttpError: a header holds no list of tags; to pass it over would make the change unconditional.
        """
        return cls(_listed(request, "If-Match"), _listed(request, "If-None-Match"))

    def __bool__(self) -> bool:
        """Tell whether any is given."""
        return bool(self.match or self.none_match)

    def check(self, state: str | None) -> None:
        """Compare with the present state; None is that of what does not exist.

        Raises:
            PreconditionFailed: the change must not be made.
        """
        if self.match and (state is None or not (self.match == _ANY or state in _states(self.match, weakly=False))):
            raise _not_there() if state is None else _another()
        if self.none_match and state is not None:
            if self.none_match == _ANY:
                raise _there()
            if state in _states(self.none_match, weakly=True):
                raise _the_same()


NONE: Final = Preconditions()
"""Those of a request that gives none."""


def tag_of(state: str, media_type: str, coding: str = "") -> str:
    """Return the tag of a representation of a state; the name of a state holds no hyphen."""
    return with_coding(f'"{state}-{media_type}"', coding)


def with_coding(tag: str, coding: str) -> str:
    """Return the tag of the same in a content coding, if any."""
    return f'{tag[:-1]}-{coding}"' if coding else tag


def held_tags(request: Request) -> frozenset[str]:
    """Return the tags of what a reader holds, for weak comparison (section 13.1.2)."""
    return frozenset(each.removeprefix(_WEAK) for each in _TAG.findall(request.headers.get("if-none-match", "")))


def _listed(request: Request, name: str) -> tuple[str, ...]:
    text = request.headers.get(name)
    if text is None or text.strip() == "*":
        return () if text is None else _ANY
    if not _LIST.fullmatch(text):
        raise HttpError(
            HTTPStatus.BAD_REQUEST,
            cs=f"hlavička {name} neobsahuje seznam značek; uveďte je v uvozovkách, jak je posílá ETag, nebo *.",
            en=f"the header {name} holds no list of tags; write them in quotation marks, as ETag has them, or use *.",
        )
    return tuple(_TAG.findall(text))


def _states(tags: tuple[str, ...], *, weakly: bool) -> set[str]:
    """Return the states that tags name; in strong comparison a weak tag names none."""
    compared = (each.removeprefix(_WEAK) for each in tags if weakly or not each.startswith(_WEAK))
    return {each.strip('"').partition("-")[0] for each in compared}


def _another() -> PreconditionFailed:
    return PreconditionFailed(
        cs="stav, který uvádí If-Match, není ten současný; načtěte data znovu a změnu pošlete s jejich současnou"
        " značkou ETag.",
        en="the state that If-Match names is not the present one; read the data again and send the change with their"
        " present ETag.",
    )


def _not_there() -> PreconditionFailed:
    return PreconditionFailed(
        cs="graf neexistuje, ačkoli to If-Match vyžaduje; má-li vzniknout, pošlete změnu bez této hlavičky.",
        en="the graph does not exist, as If-Match demands; to make it, send the change without that header.",
    )


def _there() -> PreconditionFailed:
    return PreconditionFailed(
        cs="měněná data už existují, což If-None-Match vylučuje; načtěte je, a mají-li se změnit, pošlete změnu"
        " s If-Match a jejich značkou ETag.",
        en="what is to be changed exists already, which If-None-Match rules out; read it and, to change it, send the"
        " change with If-Match and its ETag.",
    )


def _the_same() -> PreconditionFailed:
    return PreconditionFailed(
        cs="data jsou ve stavu, který If-None-Match vylučuje; změnu pošlete bez této hlavičky.",
        en="the data are in a state that If-None-Match rules out; send the change without that header.",
    )
