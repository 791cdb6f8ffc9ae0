"""What a person types, and the thing it names."""

import re

import pytest
from pyoxigraph import NamedNode

from kg import iris
from kg.errors import InputError
from kg.folding import fold, natural
from kg.names import Names

NUKIB = iris.resource("institutions", "nukib")
GOAL = iris.resource("goals", "zpo-4.2")
A44 = iris.resource("measures", "nskb-a44")


@pytest.mark.parametrize(
    ("typed", "type_name", "thing"),
    [
        # notation and acronym, in any case, with or without diacritics and spaces
        ("NÚKIB", "Agent", NUKIB),
        ("nukib", "Agent", NUKIB),
        ("NUKIB", "Institution", NUKIB),
        (" n ú k i b\t", "Agent", NUKIB),
        ("ZPO 4.2", "PlanElement", GOAL),
        ("zpo4.2", "Goal", GOAL),
        ("ZPO4", "PlanElement", iris.resource("components", "zpo-4")),
        ("ZPO 4", "PlanElement", iris.resource("components", "zpo-4")),
        ("zpo", "PlanElement", iris.resource("pillars", "zpo")),
        ("A44", "ImplementingMeasure", A44),
        ("a 44", "Thing", A44),
        ("TM10", "TypicalMeasure", iris.resource("typical-measures", "zpo4-tm10")),
        ("51000", "Agent", iris.resource("units", "mpo-51000")),
        ("TA ČR", "Agent", iris.resource("institutions", "tacr")),
        ("3", "code/measure-types", iris.code("measure-types", "code-3")),
        ("sdg 11", "Thing", NamedNode("http://metadata.un.org/sdg/11")),
        # a letter in two code points
        ("NU\u0301KIB", "Agent", NUKIB),
        # alternative label
        ("TAČR", "Agent", iris.resource("institutions", "tacr")),
        ("CzDA", "Agent", iris.resource("institutions", "cra")),
        ("MPO 51000", "Agent", iris.resource("units", "mpo-51000")),
        ("Koncepce SC", "Strategy", iris.resource("strategies", "koncepce-sc")),
        ("koncepcesc", "Strategy", iris.resource("strategies", "koncepce-sc")),
        ("Bayern", "dct:Location", iris.resource("places", "bavaria")),
        # preferred label in either language
        ("národní úřad pro kybernetickou a informační bezpečnost", "Agent", NUKIB),
        ("National Cyber and Information Security Agency", "Agent", NUKIB),
        ("Narodni strategie kyberneticke bezpecnosti", "Strategy", iris.resource("strategies", "nskb")),
        ("Německo", "dct:Location", iris.resource("places", "germany")),
        ("GERMANY", "dct:Location", iris.resource("places", "germany")),
        ("chisinau", "dct:Location", iris.resource("places", "chisinau")),
        ("FINANČNÍ", "code/measure-types", iris.code("measure-types", "financial")),
        ("Pakt starostů a primátorů", "Thing", iris.resource("instruments", "covenant-of-mayors")),
        # id
        ("nskb-a44", "ImplementingMeasure", A44),
        ("zpo-4.2", "PlanElement", GOAL),
        ("zrs-2018-2030", "Strategy", iris.resource("strategies", "zrs-2018-2030")),
        ("educational", "code/measure-types", iris.code("measure-types", "educational")),
        # IRI
        (NUKIB.value, "Agent", NUKIB),
        (f" <{NUKIB.value}> ", "Agent", NUKIB),
        ("http://metadata.un.org/sdg/11", "Thing", NamedNode("http://metadata.un.org/sdg/11")),
        # a deadline or a funding bears the words of its cell, here „MZV“; it is named by its IRI only
        ("MZV", "Thing", iris.resource("institutions", "mzv")),
        (iris.resource("fundings", "zpo4-r15-c12").value, "Thing", iris.resource("fundings", "zpo4-r15-c12")),
    ],
)
def test_a_name_is_resolved(typed: str, type_name: str, thing: NamedNode, names: Names) -> None:
    assert names.resolve(typed, type_name) == thing


@pytest.mark.parametrize(
    ("typed", "type_name", "near_cs", "near_en"),
    [
        (
            "NUKYB",
            "Agent",
            "NÚKIB – Národní úřad pro kybernetickou a informační bezpečnost",
            "NÚKIB – National Cyber and Information Security Agency",
        ),
        (
            "zpo4.4",
            "PlanElement",
            "ZPO 4.2 – Mezinárodní spolupráce mezi",
            "ZPO 4.2 – International cooperation between",
        ),
        ("Bavorska", "dct:Location", "Bavorsko", "Bavaria"),
        ("A43", "ImplementingMeasure", "A44 – Porovnat vybrané", "A44 – Compare selected"),
        # known, but of another type
        ("NÚKIB", "PlanElement", "NSKB – Národní strategie", "NSKB – National Cyber Security Strategy"),
        # a word of a label in either language, whole or its beginning
        ("školství", "Agent", "MŠMT – Ministerstvo školství", "MŠMT – Ministry of Education"),
        ("skolstvi", "Agent", "MŠMT – Ministerstvo školství", "MŠMT – Ministry of Education"),
        ("industry", "Agent", "MPO – Ministerstvo průmyslu a obchodu", "MPO – Ministry of Industry and Trade"),
        ("ministerstvo zahraničí", "Agent", "MZV – Ministerstvo zahraničních", "MZV – Ministry of Foreign Affairs"),
        ("finance", "code/measure-types", "finanční", "financial"),
        ("zpo 9", "PlanElement", "ZPO 4.3 – SMART Cities", "ZPO 4.3 – SMART Cities"),
    ],
)
def test_an_unknown_name_is_answered_by_the_nearest(
    typed: str, type_name: str, near_cs: str, near_en: str, names: Names
) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve(typed, type_name)
    assert f"„{typed}“" in caught.value.cs
    assert f"“{typed}”" in caught.value.en
    assert near_cs in caught.value.cs.partition("; nejbližší jsou: ")[2]
    assert near_en in caught.value.en.partition("; the nearest are: ")[2]
    assert caught.value.exit_status == 2


def test_all_bodies_of_a_kind_are_near_its_name(names: Names) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve("ministerstvo", "Agent")
    listed = re.findall(r"(\w+) – ", caught.value.cs)
    assert sorted(listed) == ["MMR", "MPO", "MV", "MZV", "MŠMT"]


@pytest.mark.parametrize(
    ("typed", "type_name", "first_cs", "first_en"),
    [
        ("xyz", "Agent", "51000 – útvar 51000", "51000 – unit 51000"),
        ("", "Agent", "51000 – útvar 51000", "51000 – unit 51000"),
        ("Německo", "Agent", "51000 – útvar 51000", "51000 – unit 51000"),
        (GOAL.value, "Instrument", "PROPED – Projekty na podporu", "PROPED – "),
        ("gestor", "code/measure-types", "3 – kód 3", "3 – code 3"),
        ("https://w3id.org/strategraf/resource/institutions/nobody", "Institution", "CzechTrade", "CzechTrade"),
    ],
)
def test_where_no_name_is_near_examples_are_given_as_such(
    typed: str, type_name: str, first_cs: str, first_en: str, names: Names
) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve(typed, type_name)
    assert f"„{typed}“ není mezi známými názvy; zadejte například: {first_cs}" in caught.value.cs
    assert f"“{typed}” is not among the known names; give, for example: {first_en}" in caught.value.en


def test_a_type_without_things_has_no_example(names: Names) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve("anything", "Nothing")
    assert caught.value.cs.endswith("; takového nic v grafu není.")
    assert caught.value.en.endswith("; the graph has nothing of the kind.")


@pytest.mark.parametrize("typed", ["x" * 100_000, "measure " * 20_000])
def test_a_name_of_any_length_is_answered_in_a_line_of_bearable_length(typed: str, names: Names) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve(typed, "Thing")
    assert len(caught.value.cs) < 1500
    assert len(caught.value.en) < 1500


def test_an_ambiguous_name_is_answered_by_its_matches(names: Names) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve("program urbact", "Thing")
    matches = [iris.resource("measures", "programme-urbact"), iris.resource("programmes", "urbact")]
    assert caught.value.cs == (
        "„program urbact“ označuje více věcí: programme-urbact (Program URBACT – implementační opatření),"
        " urbact (URBACT IV – program); zadejte, co stojí před závorkou."
    )
    assert caught.value.en == (
        "“program urbact” denotes several things: programme-urbact (URBACT programme – implementing measure),"
        " urbact (URBACT IV – programme); give what stands before the bracket."
    )
    assert caught.value.exit_status == 2
    assert [names.resolve(told, "Thing") for told in ("programme-urbact", "urbact")] == matches


def test_things_that_share_their_id_too_are_told_by_their_iris(names: Names) -> None:
    with pytest.raises(InputError) as caught:
        names.resolve("3", "Thing")
    told = re.findall(r"(\S+) \(([^()]*(?:\([^()]*\))?[^()]*)\)", caught.value.en.partition(": ")[2])
    assert len(told) >= 2
    for name, _ in told:
        assert names.resolve(name, "Thing").value.endswith(name)


def test_the_type_decides_between_things_of_one_name(names: Names) -> None:
    assert names.resolve("program urbact", "ImplementingMeasure") == iris.resource("measures", "programme-urbact")
    assert names.resolve("program urbact", "Programme") == iris.resource("programmes", "urbact")


@pytest.mark.parametrize("identifier", ["nukib", "proped", "urbact", "5g", "kzp"])
def test_the_evidence_about_a_thing_does_not_share_its_name(identifier: str, names: Names) -> None:
    thing = names.resolve(identifier, "Thing")
    assert thing.value.endswith(f"/{identifier}")
    assert "/facts/" not in thing.value


@pytest.mark.parametrize("type_name", ["Agent", "PlanElement", "Strategy", "ImplementingMeasure", "dct:Location"])
def test_every_choice_of_a_list_names_the_thing_it_shows(type_name: str, names: Names) -> None:
    czech, english = names.choices(type_name, "cs"), names.choices(type_name, "en")
    assert {each.iri for each in czech} == {each.iri for each in english}
    for choice in (*czech, *english):
        assert names.resolve(choice.notation or choice.label, type_name).value == choice.iri
        assert names.resolve(choice.label, type_name).value == choice.iri


def test_choices_stand_in_the_natural_order_of_their_notations(names: Names) -> None:
    measures = [choice.notation for choice in names.choices("ImplementingMeasure", "cs")]
    assert measures[:4] == ["A8", "A44", "A45", ""]
    assert len(measures) == 30
    typical = [choice.notation for choice in names.choices("TypicalMeasure", "en")]
    assert typical == [f"TM{number}" for number in range(1, 11)]


def test_a_choice_shows_notation_and_label_once(names: Names) -> None:
    shown = {choice.iri: str(choice) for choice in names.choices("Instrument", "cs")}
    assert shown[iris.resource("instruments", "tsi").value] == "TSI"
    assert shown[iris.resource("instruments", "proped").value] == "PROPED – Projekty na podporu ekonomické diplomacie"


def test_folding_takes_away_case_diacritics_and_spaces() -> None:
    assert fold(" Příliš\u00a0ŽLUŤOUČKÝ\nkůň ") == "priliszlutouckykun"
    assert fold("ZPO 4") == fold("zpo4") == "zpo4"
    assert fold("STRASSE") == fold("straße")


def test_notations_have_a_natural_order() -> None:
    mixed = ["A45", "ZPO 4.2", "A8", "ZPO4", "ZPO 4.1", "A44", "ZPO"]
    assert sorted(mixed, key=natural) == ["A8", "A44", "A45", "ZPO", "ZPO4", "ZPO 4.1", "ZPO 4.2"]
