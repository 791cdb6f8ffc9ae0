"""Settings: each is documented, with its default and its meaning."""

import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.settings import Settings, load_settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "configuration.md"


def test_every_setting_is_documented_as_it_is() -> None:
    rows = re.findall(r"^\| `KG_(\w+)` \| (.+?) \| (.+?) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    documented = {name.lower(): (default, meaning) for name, default, meaning in rows}
    assert set(documented) == set(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        default, meaning = documented[name]
        assert meaning == field.description
        if name != "store":
            assert default == ("empty" if field.default in {"", None} else f"`{field.default}`")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path))
    monkeypatch.setenv("KG_QUERY_TIMEOUT", "2.5")
    settings = load_settings()
    assert (settings.store, settings.query_timeout) == (tmp_path, 2.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("KG_QUERY_TIMEOUT", value) for value in ("0", "-1", "nan", "inf", "-inf", "86400.5", "1e400")),
        ("KG_QUERY_MEMORY_MB", "much"),
        ("KG_QUERY_MEMORY_MB", "99999999999999"),
    ],
)
def test_a_value_that_is_not_allowed_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as caught:
        load_settings()
    assert f"{name} má nepřípustnou hodnotu „{value}“" in caught.value.cs
    assert f"{name} has the value “{value}”" in caught.value.en


def test_the_longest_time_of_a_query_is_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_QUERY_TIMEOUT", "86400")
    assert load_settings().query_timeout == 86400


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_variable_is_as_good_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"KG_{name.upper()}", "")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    "address", ["foo", "http://", "http://x/", "http://x/y/", "ftp://x", "http://x?y", "http://x y"]
)
def test_an_address_of_the_service_that_is_none_is_told_at_the_start(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_BASE_URL", address)
    with pytest.raises(InputError, match="KG_BASE_URL"):
        load_settings()


@pytest.mark.parametrize("address", ["http://x", "https://data.example.org:8443/strategraf", "http://[::1]:8000"])
def test_an_address_of_the_service_is_taken(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_BASE_URL", address)
    assert load_settings().base_url == address
