"""The language a command speaks: `--lang` where it has one, else the locale; Czech unless the locale is English."""

import os
from collections.abc import Sequence

from kg.errors import Lang


def user_lang(arguments: Sequence[str] = ()) -> Lang:
    """Return the language of messages.

    Args:
        arguments: the words of the command line; a `--lang` among them decides.
    """
    chosen = " ".join(arguments).replace("--lang=", "--lang ").partition("--lang ")[2].split(" ")[0]
    if chosen in {"cs", "en"}:
        return "en" if chosen == "en" else "cs"
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "cs"


def say(*, cs: str, en: str) -> str:
    """Return a text in the language of the locale; for help, which is fixed before the command line is read."""
    return cs if user_lang() == "cs" else en
