"""What users bring is read, or refused with file, line, column, cause and remedy; nothing is fetched."""

import os
from pathlib import Path
from typing import Final

import pytest

from kg.errors import InputError
from kg.validation.files import FORMATS, File, load, within
from kg.validation.precautions import DEEPEST
from kg.validation.reading import Content, read

RDF: Final = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/"'
SAME: Final = {
    ".ttl": "PREFIX ex: <https://example.org/> ex:a ex:p <b> .",
    ".trig": "PREFIX ex: <https://example.org/> ex:g { ex:a ex:p <b> }",
    ".nt": "<https://example.org/a> <https://example.org/p> <file:///b> .",
    ".nq": "<https://example.org/a> <https://example.org/p> <file:///b> <https://example.org/g> .",
    ".jsonld": '{"@context": {"ex": "https://example.org/"}, "@id": "ex:a", "ex:p": {"@id": "b"}}',
    ".rdf": f'<rdf:RDF {RDF}><rdf:Description rdf:about="https://example.org/a"><ex:p rdf:resource="b"/>'
    "</rdf:Description></rdf:RDF>",
}


def content(text: str | bytes, suffix: str = ".ttl", name: str = "data") -> Content:
    """Read a file of which only the content is of interest."""
    data = text if isinstance(text, bytes) else text.encode()
    (found,) = read([File(f"{name}{suffix}", data, FORMATS[suffix])])
    return found


def refusal(text: str | bytes, suffix: str = ".ttl") -> InputError:
    """Return the error that a file gives."""
    with pytest.raises(InputError) as caught:
        content(text, suffix)
    error = caught.value
    assert error.exit_status == 2
    assert all(message.startswith(f"data{suffix}") and "\n" not in message for message in (error.cs, error.en))
    assert "; " in error.cs
    return error


@pytest.mark.parametrize("suffix", SAME)
def test_every_format_is_read_alike(suffix: str) -> None:
    (quad,) = content(SAME[suffix], suffix).quads
    assert str(quad.triple) == "<https://example.org/a> <https://example.org/p> <file:///b>"


@pytest.mark.parametrize("suffix", SAME)
def test_a_byte_order_mark_is_no_fault(suffix: str) -> None:
    assert len(content(b"\xef\xbb\xbf" + SAME[suffix].encode(), suffix).quads) == 1


CZECH: Final = "<https://example.org/a>\n  <https://example.org/p> 'česky' ."


@pytest.mark.parametrize(
    ("text", "suffix", "place", "cause"),
    [
        (CZECH.encode("cp1250"), ".ttl", "data.ttl, řádek 2, sloupec 28", "Windows-1250"),
        (CZECH.encode("utf-16"), ".ttl", "data.ttl, řádek 1", "UTF-16"),
        (CZECH.encode("utf-16-le"), ".ttl", "data.ttl, řádek 1, sloupec 2", "nulový znak"),
        (CZECH.replace("česky", "ces\0ky"), ".ttl", "data.ttl, řádek 2, sloupec 31", "nulový znak"),
        ("", ".ttl", "data.ttl: ", "prázdný"),
        (" \n\t", ".rdf", "data.rdf: ", "prázdný"),
        ("PREFIX ex: <https://example.org/>", ".ttl", "data.ttl: ", "neobsahuje žádný výrok"),
        ("[]", ".jsonld", "data.jsonld: ", "neobsahuje žádný výrok"),
        ("3", ".jsonld", "data.jsonld: ", "neobsahuje žádný výrok"),
        ("\nex:a ex:p 1 .", ".ttl", "data.ttl, řádek 2, sloupec 1", "předpona ex: není deklarována"),
        ("<a> <b> 1 ,\n .", ".ttl", "data.ttl, řádek 2, sloupec 2", "nemůže být předmětem"),
        ("<a> <b> 'c' ;\n", ".ttl", "data.ttl, řádek 2, sloupec 1", "končí uprostřed"),
        ("<a> <b> '''c ;\n", ".ttl", "data.ttl, řádek 1, sloupec 9", "končí uprostřed"),
        ("<https://example.org/a b> <b:b> 1 .", ".ttl", "data.ttl, řádek 1, sloupec 1", "nepřípustný znak"),
        ("<a> <b:b> <c:c> .", ".nt", "data.nt, řádek 1, sloupec 1", "IRI není úplné"),
        ("<a:a> <b:b> 'c'@en--ltr .", ".ttl", "data.ttl: ", "RDF 1.2"),
        ("<a:a> <b:b> <<( <a:a> <b:b> 1 )>> .", ".ttl", "data.ttl: ", "RDF 1.2"),
        ('{"@id": "a:a",\n "b:b": }', ".jsonld", "data.jsonld, řádek 2, sloupec 9", "není platný JSON"),
        ('{"@id": 5, "b:b": 1}', ".jsonld", "data.jsonld: ", "není platné JSON-LD"),
        ("<rdf:RDF>\n<a></rdf:RDF>", ".rdf", "data.rdf, řádek 2, sloupec 6", "není platné XML"),
        ("<html><body/></html>", ".rdf", "data.rdf: ", "není platné RDF/XML"),
        ('<?xml version="1.0" encoding="windows-1250"?><a/>', ".rdf", "data.rdf, řádek 1", "windows-1250"),
    ],
)
def test_what_cannot_be_read_is_named_with_place_and_cause(
    text: str | bytes, suffix: str, place: str, cause: str
) -> None:
    error = refusal(text, suffix)
    assert error.cs.startswith(place)
    assert cause in error.cs


@pytest.mark.parametrize(
    "text",
    [
        '{"@context":\n "https://remote.example/č", "name": "x"}',
        '{"@context":\n ["https://remote.example/č", {"ex": "https://example.org/"}], "name": "x"}',
        '{"@context": {"@import":\n "https://remote.example/č"}, "name": "x"}',
        '{"@context": {"t": {"@id": "ex:t", "@context":\n "https://remote.example/č"}}, "name": "x"}',
        '[{"@id": "a:a", "b:b": {"@context":\n "https://remote.example/č"}}]',
    ],
)
def test_a_remote_context_is_refused_by_name(text: str) -> None:
    error = refusal(text, ".jsonld")
    assert error.cs.startswith("data.jsonld, řádek 2, sloupec ")
    assert "„https://remote.example/č“" in error.cs
    assert "“https://remote.example/č”" in error.en


BOMB: Final = (
    '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a0 "x">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + f"]><rdf:RDF {RDF}>&a11;</rdf:RDF>"
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        f'<?xml version="1.0"?>\n<!DOCTYPE r SYSTEM "https://remote.example/r.dtd"><rdf:RDF {RDF}/>',
        f'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rdf:RDF {RDF}>&f;</rdf:RDF>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_read(text: str) -> None:
    error = refusal(text, ".rdf")
    assert error.cs.startswith("data.rdf, řádek 2, sloupec ")
    assert "DOCTYPE" in error.cs


def nested(levels: int) -> dict[str, str]:
    """Return a text of each grammar that is nested as deeply."""
    return {
        ".ttl": "<a:a> <b:b> " + "[ <b:b> " * levels + "1" + " ]" * levels + " .",
        ".trig": "<a:a> <b:b> " + "( " * levels + "1" + " )" * levels + " .",
        ".jsonld": '{"@id":"a:a","b:b":' * levels + "1" + "}" * levels,
        ".rdf": f"<rdf:RDF {RDF}>"
        + "<rdf:Description><ex:p>" * (levels // 2)
        + "</ex:p></rdf:Description>" * (levels // 2)
        + "</rdf:RDF>",
    }


@pytest.mark.parametrize("suffix", nested(0))
@pytest.mark.parametrize("levels", [DEEPEST + 2, 5000, 100000])
def test_deep_nesting_is_refused_where_it_becomes_too_deep(levels: int, suffix: str) -> None:
    error = refusal(nested(levels)[suffix], suffix)
    assert f"vnořen hlouběji než {DEEPEST} úrovní" in error.cs
    assert "řádek 1, sloupec " in error.cs


@pytest.mark.parametrize("suffix", nested(0))
def test_nesting_that_people_write_is_read(suffix: str) -> None:
    assert len(content(nested(DEEPEST - 2)[suffix], suffix).quads) > 200


def test_brackets_in_strings_and_iris_are_no_nesting() -> None:
    text = "<a:a> <b:b> '" + "[" * 5000 + "' , '''\n" + "((" * 5000 + "''' . # " + "[" * 5000
    assert len(content(text).quads) == 2
    assert len(content('{"@id": "a:a", "b:b": "' + '[{\\"' * 5000 + '"}', ".jsonld").quads) == 1


@pytest.mark.parametrize("text", ['"""\\' * 250_000, '"\\' * 500_000, "'" * 1_000_001, "<" * 1_000_000])
def test_a_string_without_end_costs_no_more_than_its_length(text: str) -> None:
    """The work is linear: quadratic work on a megabyte would not end within any patience."""
    refusal(text)


def test_blank_nodes_are_numbered_over_all_files() -> None:
    files = [File(f"{n}.ttl", b"_:x <b:b> [ <b:b> _:x ] .", FORMATS[".ttl"]) for n in (1, 2)]
    labels = [sorted(str(quad.subject) for quad in each.quads) for each in read(files)]
    assert labels == [["_:b0", "_:b1"], ["_:b2", "_:b3"]]


def test_the_line_of_a_blank_node_is_that_of_its_name_or_of_what_leads_to_it() -> None:
    found = content("<a:a> <b:b>\n  1 ;\n  <b:c> [ <b:d> [ <b:e> 2 ] ] .\n_:x <b:b> 3 .\n[] <b:b> 4 .")
    by_value = {quad.object.value: quad.subject for quad in found.quads}
    assert [found.line(by_value[value]) for value in ("1", "2", "3", "4")] == [1, 3, 4, None]


# Files.


def test_a_file_is_loaded_by_its_suffix_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "DATA.TTL"
    path.write_text(SAME[".ttl"], encoding="utf-8")
    assert load(path, 1).form == FORMATS[".ttl"]


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("data.doc", "z přípony „.doc“ nelze poznat formát"),
        ("data", "z přípony „“ nelze poznat formát"),
        ("data.xlsx", "tabulky .xlsx se zatím neověřují"),
        ("data.csv", "tabulky .csv se zatím neověřují"),
        ("missing.ttl", "soubor nelze přečíst"),
        ("folder", "je složka"),
        ("folder.ttl", "je složka"),
    ],
)
def test_what_cannot_be_loaded_is_one_line(tmp_path: Path, name: str, cause: str) -> None:
    if name.startswith("folder"):
        (tmp_path / name).mkdir()
    elif not name.startswith("missing"):
        (tmp_path / name).touch()
    with pytest.raises(InputError) as caught:
        load(tmp_path / name, 1)
    assert f"{tmp_path / name}: " in caught.value.cs
    assert cause in caught.value.cs


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.touch(0)
    with pytest.raises(InputError, match="cannot be read"):
        load(path, 1)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(InputError, match="larger than 1 MiB"):
        load(path, 1)
    exactly = File("data.ttl", b" " * (1 << 20), FORMATS[".ttl"])
    assert within(exactly, 1) is exactly
