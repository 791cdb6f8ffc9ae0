"""Configuration by environment: one class, each setting with its meaning, unit and default."""

from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg import paths
from kg.errors import InputError
from kg.limits import LARGEST_QUERY_MB, LONGEST_QUERY


def _default_store() -> Path:
    return paths.ROOT / "build" if paths.IN_CLONE else user_data_path("strategraf")


class Settings(BaseSettings):
    """The settings, read from environment variables that start with `KG_`."""

    model_config = SettingsConfigDict(env_prefix="KG_", env_ignore_empty=True, frozen=True)

    store: Annotated[Path, Field(default_factory=_default_store, description="Folder of the releases.")]
    base_url: Annotated[
        str,
        Field(
            pattern=r"^(https?://[^\s/?#<>\"{}|\\^`]+(/[^\s?#<>\"{}|\\^`]*[^\s/?#<>\"{}|\\^`])?)?$",
            description="Address the service is reached at, without a slash at its end; empty: the host asked.",
        ),
    ] = ""
    query_timeout: Annotated[
        float,
        Field(
            gt=0,
            le=LONGEST_QUERY,
            allow_inf_nan=False,
            description=f"Seconds a query may take before it is stopped, at most {LONGEST_QUERY}.",
        ),
    ] = 30
    query_memory_mb: Annotated[
        int,
        Field(
            gt=0,
            le=LARGEST_QUERY_MB,
            description="Megabytes a query may use beside the dataset before it is stopped,"
            f" at most {LARGEST_QUERY_MB}.",
        ),
    ] = 1024
    memory_mb: Annotated[
        int,
        Field(
            ge=0,
            description="Megabytes the dataset may take in memory; a larger one is served from disk. An estimate"
            " decides.",
        ),
    ] = 4096
    client_budget: Annotated[
        float,
        Field(ge=0, allow_inf_nan=False, description="Query seconds a minute for one client; 0: as many as it likes."),
    ] = 0
    max_rows: Annotated[
        int,
        Field(
            ge=0,
            description="Rows that the answer to a query at /sparql may have; one that was cut short says so. 0: all.",
        ),
    ] = 0
    waiting_queries: Annotated[
        int, Field(ge=0, description="Queries that may wait for a place before more are turned away.")
    ] = 64
    receive_timeout: Annotated[
        float,
        Field(
            gt=0,
            le=LONGEST_QUERY,
            allow_inf_nan=False,
            description="Seconds in which a request must arrive; each 16 KiB of its body buy one more.",
        ),
    ] = 30
    log: Annotated[
        Literal["none", "json"],
        Field(description="What is written to standard error of each request: `none`, nothing, or `json`, one line."),
    ] = "none"
    endpoint: Annotated[
        str,
        Field(
            description="Address of another SPARQL 1.1 engine to answer from; empty: the releases."
            " docs/engines.md tells what may stand in it."
        ),
    ] = ""
    max_upload_mb: Annotated[
        int, Field(gt=0, description="Megabytes a request body or a file to validate may hold.")
    ] = 10
    tokens: Annotated[
        Path | None,
        Field(description="File of hashed tokens of those who may write; empty: nobody may."),
    ] = None
    reasoning: Annotated[
        Literal["on", "off"],
        Field(
            description="Whether what is inferred follows every change: `on`, or `off`: only what is written changes."
        ),
    ] = "on"
    default_graph: Annotated[
        Literal["union", "separate"],
        Field(
            description="What a query reads without naming a graph: `union`, all named graphs, or `separate`, a graph"
            " of its own."
        ),
    ] = "union"


def load_settings(**given: object) -> Settings:
    """Read the settings.

    Args:
        given: values that take precedence over the environment.

    Raises:
        InputError: a variable has a value that its setting does not allow.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"KG_{str(first['loc'][0]).upper()}"
        raise InputError(
            cs=f"proměnná prostředí {name} má nepřípustnou hodnotu „{first['input']}“; opravte ji podle"
            " docs/configuration.md.",
            en=f"the environment variable {name} has the value “{first['input']}”, which is not allowed; mend it as"
            " docs/configuration.md says.",
        ) from error
