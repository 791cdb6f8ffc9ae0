"""Tokens: hashed, scoped, compared in constant time; a malformed file names its line."""

import hashlib
from pathlib import Path

import pytest

from kg.access import Holder, holder_of, new_token, read_tokens
from kg.cli import main
from kg.errors import InputError


def test_a_new_token_is_known_by_its_hash_alone(tmp_path: Path) -> None:
    token, holder = new_token("jana.novakova", ["publish", "admin"])
    other, _ = new_token("jana", ["admin"])
    assert len(token) == len(other) == 43
    assert token != other
    assert holder.line == f"jana.novakova admin,publish {hashlib.sha256(token.encode()).hexdigest()}"
    (tmp_path / "tokens").write_text(f"# people\n\n{holder.line}\n", encoding="utf-8")
    assert read_tokens(tmp_path / "tokens") == (holder,)
    assert holder_of(token, [holder]) == holder
    assert holder_of(other, [holder]) is None
    assert holder_of("ž", [holder]) is None
    assert holder_of(holder.digest, [holder]) is None


def test_each_token_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr("hmac.compare_digest", lambda kept, _sent: compared.append(kept) or kept == "b")
    holders = [Holder(name, frozenset(), name) for name in "abc"]
    assert holder_of("x", holders) == holders[1]
    assert compared == ["a", "b", "c"]


@pytest.mark.parametrize(
    "line",
    [
        "jana admin",
        f"jana admin {'0' * 63}",
        f"jana admin {'G' * 64}",
        f"jana root {'0' * 64}",
        f"jana admin, {'0' * 64}",
        f"jana admin,admin {'0' * 64}",
        f"-jana admin {'0' * 64}",
        f"jana admin {'0' * 64} more",
    ],
)
def test_a_malformed_line_is_named_with_the_remedy(line: str, tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    path.write_text(f"# first\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_tokens(path)
    assert caught.value.en.startswith(f"{path}, line 2: expected")
    assert caught.value.cs.startswith(f"{path}, řádek 2: čeká se")
    assert "kg token" in caught.value.en


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no such path.*KG_TOKENS"):
        read_tokens(tmp_path / "none")
    (tmp_path / "tokens").write_bytes(b"\xff")
    with pytest.raises(InputError, match="not UTF-8"):
        read_tokens(tmp_path / "tokens")


def test_the_command_prints_the_line_and_tells_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "jana", "--scope", "admin", "--scope", "submit"]) == 0
    printed = capsys.readouterr()
    token = printed.err.removeprefix("Token: ").strip()
    assert printed.out == f"jana admin,submit {hashlib.sha256(token.encode()).hexdigest()}\n"
    assert token not in printed.out


@pytest.mark.parametrize("arguments", [["jana"], ["jana", "--scope", "root"], ["jana nová", "--scope", "admin"]])
def test_a_wrong_command_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
