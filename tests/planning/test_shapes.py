"""A shape is read once, and a text that could be read otherwise has none."""

import pytest

from kg.namespaces import PREFIXES
from kg.planning import Postings, leading, planned, shapes
from tests.planning.cases import loaded, rows, text_of

STORE = loaded()
QUERY = "PREFIX : <http://e/> SELECT ?m { ?m :by <http://e/b1> ; :on <http://e/e1> } LIMIT 10"


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "_shapes", {})
    monkeypatch.setattr(shapes, "_traits", {})


def asked(query: str) -> str | None:
    return planned(STORE, Postings(), query, PREFIXES, None)


def test_queries_of_one_shape_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    whole = shapes.read
    monkeypatch.setattr(shapes, "read", lambda text: (texts.append(text), whole(text))[1])
    other = QUERY.replace("b1", "b2").replace("10", "7")
    assert asked(QUERY) == ("PREFIX : <http://e/> SELECT ?m {  VALUES ?m { <http://e/m1> <http://e/m2> }   } LIMIT 10")
    assert asked(other) == "PREFIX : <http://e/> SELECT ?m {  VALUES ?m { <http://e/m3> }   } LIMIT 7"
    assert texts == [QUERY]


def test_a_constant_of_another_kind_makes_another_shape() -> None:
    query = "PREFIX : <http://e/> SELECT ?m { ?m a :M ; :title <http://e/one> }"
    assert rows(STORE, query, Postings()).total() == 0
    assert rows(STORE, query.replace("<http://e/one>", '"one"'), Postings()) == {(":m1",): 1}
    assert len(shapes._shapes) == 2


def test_another_namespace_for_a_prefix_is_not_taken_for_the_first() -> None:
    assert asked(QUERY)
    other = QUERY.replace("PREFIX : <http://e/>", "PREFIX : <http://f/>")
    assert asked(other) is None
    assert rows(STORE, other, Postings()).total() == 0


def test_a_base_is_part_of_the_shape() -> None:
    assert asked(QUERY)
    assert planned(STORE, Postings(), QUERY, PREFIXES, "http://x/")
    assert len(shapes._shapes) == 2


def test_only_so_many_shapes_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "SHAPES", 3)
    for name in "abcde":
        assert asked(QUERY.replace("?m", f"?{name}"))
    assert len(shapes._shapes) == len(shapes._traits) == 3


def test_traits_outlive_the_shape_that_another_base_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "SHAPES", 2)
    other = QUERY.replace("?m", "?n")
    for query, base in ((QUERY, "http://a/"), (QUERY, "http://b/"), (other, "http://b/")):
        assert planned(STORE, Postings(), query, PREFIXES, base)
    assert list(shapes._shapes) == [("http://b/", shapes._split(each)[0]) for each in (QUERY, other)]
    assert shapes.traits(QUERY)


def test_a_mistake_in_a_constant_does_not_stand_for_its_shape() -> None:
    """RFC 3987, section 2.2: a bracket in an authority is an address of its own kind."""
    wrong = QUERY.replace("http://e/b1", "http://[")
    assert asked(wrong) is None
    assert asked(QUERY)
    assert asked(wrong) is None


def test_a_shape_is_given_up_once_the_engine_refused_many_of_its_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    whole = shapes.read
    monkeypatch.setattr(shapes, "read", lambda text: (texts.append(text), whole(text))[1])
    for number in range(shapes.REFUSALS + 2):
        assert asked(QUERY.replace("http://e/b1", f"http://[{number}")) is None
    assert len(texts) == shapes.REFUSALS
    assert len(shapes._shapes) == 1
    assert asked(QUERY) is None


def test_what_the_reading_leaves_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    whole = shapes.read
    monkeypatch.setattr(shapes, "read", lambda text: (texts.append(text), whole(text))[1])
    for name in ("b1", "b2"):
        assert asked(f"SELECT ?m {{ <http://e/{name}> ?p ?m }}") is None
    assert len(texts) == 1


def test_many_constants_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two constants stand beside those of VALUES."""
    most = _given(shapes.CONSTANTS - 2)
    assert asked(most)
    monkeypatch.setattr(shapes, "read", None)
    assert asked(_given(shapes.CONSTANTS - 1)) is None
    assert len(shapes._shapes) == 1


def _given(count: int) -> str:
    values = " ".join(f"<http://e/m{at}>" for at in range(count))
    return f"PREFIX : <http://e/> SELECT * {{ VALUES ?m {{ {values} }} ?m :by <http://e/b1> ; :title ?t }}"


def test_the_engine_is_not_asked_for_many_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    run = " . ".join(["?m :by :b1", *(f"?m :on ?x{at}" for at in range(leading.PATTERNS - 2)), "?m :on :e1"])
    assert asked(f"PREFIX : <http://e/> SELECT * {{ {run} }}")
    monkeypatch.setattr(shapes, "ox", None)
    assert asked(f"PREFIX : <http://e/> SELECT * {{ {run} . ?m :on ?y }}") is None


def test_a_malformed_query_of_a_shape_does_not_stand_for_the_others() -> None:
    """What the engine does not take is not read again, and nothing is begun with."""
    assert asked(QUERY.replace("LIMIT", "LIMITED")) is None
    assert asked(QUERY)


@pytest.mark.parametrize(
    "head",
    [
        "SELECT ?m (?n<http://e/b1> AS ?x)",
        "SELECT ?m (?n<?b&&?n> ?m AS ?x)",
        "SELECT ?m (?n <http://e/b1> ?n AS ?x)",
        "SELECT ?m (5<?n&&6>?n AS ?x)",
        "SELECT ?m (?n<?b#c> AS ?x)\n < 5 AS ?x)",
        'SELECT ?m ("""a"b""" AS ?x)',
        "SELECT ?m ('''a' AS ?x) #'b''' AS ?x)",
        'SELECT ?m ("a\\"b" AS ?x)',
        "SELECT ?m (CONCAT(\"a\"'b') AS ?x)",
        "SELECT ?m (IF(?n<urn:b,?n>?m,1) AS ?x)",
        "SELECT ?m (?n <=?b#c>\n AS ?x)",
        "SELECT ?m (?n <=5 AS ?x)",
    ],
)
def test_where_two_readings_are_near_there_is_none(head: str) -> None:
    assert text_of(STORE, f"PREFIX : <http://e/> {head} {{ ?m :by :b1 ; :on :e1 }}") is None


PAIRS = [
    (
        'VALUES ?v {"1""2"} ?x :by :b1 . ?x :on :e1 VALUES ?w {"3""4"}',
        'VALUES ?v {"""2"} ?x :by :b1 . ?x :on :e1 VALUES ?w {"3"""}',
    ),
    (
        "VALUES ?v {'1''2'} ?x :by :b1 . ?x :on :e1 VALUES ?w {'3''4'}",
        "VALUES ?v {'''2'} ?x :by :b1 . ?x :on :e1 VALUES ?w {'3'''}",
    ),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_adjacent_strings_are_not_taken_for_a_long_one(first: str, second: str) -> None:
    """SPARQL 1.1, section 19.8, rules 158 and 159: three marks open a long string."""
    head = "PREFIX : <http://e/> SELECT * { "
    for each in (first, second):
        assert text_of(STORE, f"{head}{each} }}") is None
    assert rows(STORE, f"{head}{second} }}", Postings()).total() == 1


def test_a_long_query_is_not_looked_at() -> None:
    assert asked(f"{QUERY}#{' ' * shapes.LONGEST}") is None
    assert not shapes._shapes


def test_a_mark_of_a_comment_in_a_name_begins_none() -> None:
    query = "PREFIX : <http://e/#> SELECT ?m { ?m :by <http://e/#b1> ; :on <http://e/#e1> }"
    store = loaded("PREFIX : <http://e/#> :g { :m :by :b1 ; :on :e1 }")
    assert text_of(store, query)
    assert rows(store, query, Postings()) == {(":#m",): 1}


def test_traits_are_those_of_the_whole_shape() -> None:
    """Prefixes that only a constant seems to use are none, and declared ones need not be told to the engine."""
    query = 'PREFIX dct: <http://e/sg:> SELECT ?m { ?m dct:title "skos:a" ; rdfs:label "FROM" ; sg:by <http://e/b1> }'
    assert shapes.traits(query) is None
    asked(query)
    for each in (query, query.replace("skos:a", "owl:b").replace("b1", "b2")):
        known = shapes.traits(each)
        assert known is not None
        assert known.form == "SELECT"
        assert known.prefixes == {name: PREFIXES[name] for name in ("rdfs", "sg")}
        assert not known.has_dataset


@pytest.mark.parametrize("second", ["http://e/g", "http://e/g2"])
def test_of_one_shape_each_query_has_its_own_dataset(second: str) -> None:
    """SPARQL 1.1, section 13.2: several graphs make up one by a merge, in which a triple stands once."""
    store = loaded("PREFIX : <http://e/> :g { :m :by :b1 } :g2 { :m :by :b1 }")
    query = "SELECT ?m FROM <http://e/g> FROM <second> { ?m ?p <http://e/b1> }".replace("second", second)
    shapes.find(query, PREFIXES, None)
    known = shapes.traits(query)
    assert known is not None
    assert known.has_dataset
    for each in (query, query.replace(f"FROM <{second}>", "FROM <http://e/g2>")):
        assert rows(store, each, Postings()) == {(":m",): 1}


def test_where_a_constant_stands_is_part_of_the_key() -> None:
    """What is left without the constants is the same text in both, and as many constants are in it."""
    first, second = "SELECT ?m { ?m <http://e/p> ?x }", "SELECT ?m {<http://e/p> ?m  ?x }"
    shapes.find(first, PREFIXES, None)
    assert shapes.traits(first)
    assert shapes.traits(second) is None
    assert shapes._split(first)[0] != shapes._split(second)[0]


def test_a_mark_between_tokens_makes_no_other_key() -> None:
    """NUL is no token of SPARQL; the key of a query joins its pieces with it."""
    assert asked(QUERY)
    for at in range(len(QUERY) + 1):
        text = f"{QUERY[:at]}\0{QUERY[at:]}"
        assert shapes.traits(text) is None or any("\0" in each for each in shapes._CONSTANT.findall(text))


def test_a_long_text_is_not_even_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "_split", None)
    text = f"{QUERY}#{' ' * shapes.LONGEST}"
    assert shapes.traits(text) is None
    assert rows(STORE, text, Postings())
