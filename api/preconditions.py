"""If-Match and If-None-Match: what a client must have known of the state that it changes (RFC 9110, section 13.1).

A tag is strong. It begins with the state, which is what is compared before a change, whatever the format and the coding
in which the client read it; these follow, for two representations never have the same strong tag (section 8.8.3.3).
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal, Self

from starlette.requests import Request

from api.problems import HttpError, PreconditionFailed

_TAG: Final = re.compile(r'(?:W/)?"[!#-~\x80-\xff]*"')
_LIST: Final = re.compile(rf"[\s,]*{_TAG.pattern}(?:\s*,[\s,]*{_TAG.pattern})*[\s,]*")
ANY: Final = "*"
"""What is held instead of tags by who asks only whether there is anything."""

_ANY: Final = (ANY,)
_WEAK: Final = "W/"

Told = Literal["ETag", "Strategraf-Hash"]
"""The header of an answer that tells its reader the state: the one as a tag, the other its bare name."""

_WORDS: Final[dict[Told, tuple[str, str]]] = {
    "ETag": ("současnou hodnotu hlavičky ETag", "the present value of the header ETag"),
    "Strategraf-Hash": (
        "v uvozovkách současnou hodnotu hlavičky Strategraf-Hash",
        "the present value of the header Strategraf-Hash in quotation marks",
    ),
}


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What a request asks of the present state, before anything is done."""

    match: tuple[str, ...] = ()
    none_match: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return those of a request.

        Raises:
            HttpError: a header holds no list of tags; to pass it over would make the change unconditional.
        """
        return cls(_listed(request, "If-Match"), _listed(request, "If-None-Match"))

    @classmethod
    def of_reading(cls, request: Request) -> Self:
        """Return what a request that only reads asks of the state; what it holds already is told by `held_tags`.

        Raises:
            HttpError: If-Match holds no list of tags.
        """
        return cls(_listed(request, "If-Match"))

    def __bool__(self) -> bool:
        """Tell whether any is given."""
        return bool(self.match or self.none_match)

    def check(self, state: str | None, told: Told = "ETag") -> None:
        """Compare with the present state; None is that of what does not exist.

        Args:
            state: the name of the present state.
            told: the header that tells a reader the state, for the message.

        Raises:
            PreconditionFailed: the change must not be made.
        """
        if self.match and (state is None or not (self.match == _ANY or state in _states(self.match, weakly=False))):
            raise _not_there() if state is None else _another(told)
        if self.none_match and state is not None:
            if self.none_match == _ANY:
                raise _there(told)
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
    """Return the tags of what a reader holds, for weak comparison; `*` stands for any (section 13.1.2)."""
    text = request.headers.get("if-none-match", "")
    if text.strip() == ANY:
        return frozenset(_ANY)
    return frozenset(each.removeprefix(_WEAK) for each in _TAG.findall(text))


def held_among(tag: str | None, held: frozenset[str]) -> bool:
    """Tell whether a reader holds what has a tag, as far as that is known."""
    return tag is not None and (tag in held or ANY in held)


def _listed(request: Request, name: str) -> tuple[str, ...]:
    text = request.headers.get(name)
    if text is None or text.strip() == ANY:
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


def _another(told: Told) -> PreconditionFailed:
    cs, en = _WORDS[told]
    return PreconditionFailed(
        cs=f"If-Match neuvádí současný stav; načtěte data znovu a v If-Match uveďte {cs}.",
        en=f"the state that If-Match names is not the present one; read the data again and give If-Match {en}.",
    )


def _not_there() -> PreconditionFailed:
    return PreconditionFailed(
        cs="graf neexistuje, ale If-Match vyžaduje, aby existoval; má-li vzniknout, pošlete změnu bez této hlavičky.",
        en="the graph does not exist, as If-Match demands; to make it, send the change without that header.",
    )


def _there(told: Told) -> PreconditionFailed:
    cs, en = _WORDS[told]
    return PreconditionFailed(
        cs="měněná data už existují, což If-None-Match vylučuje; načtěte je, a mají-li se změnit, uveďte místo něj"
        f" v If-Match {cs}.",
        en="what is to be changed exists already, which If-None-Match rules out; read it and, to change it, give"
        f" If-Match {en} instead.",
    )


def _the_same() -> PreconditionFailed:
    return PreconditionFailed(
        cs="data jsou ve stavu, který If-None-Match vylučuje; změnu pošlete bez této hlavičky.",
        en="the data are in a state that If-None-Match rules out; send the change without that header.",
    )
