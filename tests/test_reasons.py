"""What the system refuses is said in our own words, never in its."""

import errno
import os
import socket
import ssl
from pathlib import Path
from urllib.error import URLError

import pytest

from kg.reasons import Reason, reason


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOENT, Reason("taková cesta neexistuje", "there is no such path")),
        (errno.EACCES, Reason("chybí oprávnění", "permission is missing")),
        (errno.EISDIR, Reason("je to složka", "it is a folder")),
        (errno.ENOTDIR, Reason("část cesty není složka", "a part of the path is not a folder")),
        (errno.ENOSPC, Reason("na disku není místo", "no space is left on the disk")),
        (errno.EADDRINUSE, Reason("adresa je již obsazena", "the address is already in use")),
        (errno.ECONNREFUSED, Reason("spojení bylo odmítnuto", "the connection was refused")),
        (errno.ETIMEDOUT, Reason("čas vypršel", "the time ran out")),
    ],
)
def test_an_error_of_the_system_has_words_in_both_languages(code: int, words: Reason) -> None:
    error = OSError(code, os.strerror(code))
    assert reason(error) == words
    assert reason(URLError(error)) == words


def test_the_errors_of_real_files(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    paths = {tmp_path / "none": errno.ENOENT, tmp_path: errno.EISDIR, file / "below": errno.ENOTDIR}
    for path, code in paths.items():
        with pytest.raises(OSError, match=rf"\[Errno {code}\]") as caught:
            path.read_bytes()
        assert caught.value.strerror not in reason(caught.value)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "počítač toho jména není znám"),
        (TimeoutError("timed out"), "čas vypršel"),
        (ConnectionResetError(), "spojení bylo přerušeno"),
        (OSError(errno.EILSEQ, os.strerror(errno.EILSEQ)), "chyba EILSEQ"),
        (OSError("no code"), "chyba OSError"),
        # An error of TLS has a number too, which is not one of the system.
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "chyba SSLError"),
        (URLError("unknown url type: x"), "chyba URLError"),
    ],
)
def test_an_error_without_a_number_of_ours_is_named(error: OSError, words: str) -> None:
    assert reason(error).cs == words
    assert reason(error).en
