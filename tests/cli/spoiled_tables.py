"""Every way the tables and texts of a build can be wrong: how to spoil a copy, and how the error begins its place."""

import shutil
from collections.abc import Callable
from pathlib import Path


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, line: str) -> None:
    """Add a line at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def keep_header(path: Path) -> None:
    """Delete the rows of a table."""
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "unreadable source": (lambda d: (d / "sources/koncepce-sc-zpo4.txt").unlink(), "koncepce-sc-zpo4.txt: "),
    "unreadable table": (lambda d: (d / "tables/rows.csv").unlink(), "rows.csv: "),
    "no tables at all": (lambda d: shutil.rmtree(d / "tables"), "tables: "),
    "table not in UTF-8": (
        lambda d: (d / "tables/elements.csv").write_bytes(
            (d / "tables/elements.csv").read_text("utf-8").encode("cp1250")
        ),
        "elements.csv, line 2: ",
    ),
    "metadata that is not JSON": (
        lambda d: replace(d / "tables/rows.csv-metadata.json", '"url"', "url"),
        "rows.csv-metadata.json, line 8: ",
    ),
    "unknown column": (lambda d: replace(d / "tables/rows.csv", "id,number", "id,nummer"), "rows.csv, line 1: "),
    "column twice": (lambda d: replace(d / "tables/rows.csv", "id,number", "id,id"), "rows.csv, line 1: "),
    "missing value": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,,"), "rows.csv, line 3: "),
    "wrong type": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,two,"), "rows.csv, line 3: "),
    "row too short": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,"), "rows.csv, line 3: "),
    "open quotation": (lambda d: replace(d / "tables/rows.csv", "zpo4-r02,", '"zpo4-r02,'), "rows.csv, line 43: "),
    "duplicate id": (lambda d: replace(d / "tables/rows.csv", "zpo4-r03,", "zpo4-r02,"), "rows.csv, line 4: "),
    "reference to no row": (
        lambda d: replace(d / "tables/rows.csv", "undp-chisinau-parking", "undp-parking"),
        "rows.csv, line 4: ",
    ),
    "reference to nothing": (
        lambda d: replace(d / "tables/alignments.csv", "typical-measures/zpo4-tm4", "typical-measures/zpo4-tm44"),
        "alignments.csv, line 2: ",
    ),
    "missing code": (
        lambda d: replace(d / "tables/alignments.csv", ",content,high,", ",content,certain,"),
        "alignments.csv, line 2: ",
    ),
    "line beyond the source": (lambda d: replace(d / "tables/rows.csv", "L13-L16", "L13-L1600"), "rows.csv, line 2: "),
    "fact nobody verified": (lambda d: replace(d / "tables/agents.csv", "F:mmr", "F:mmx"), "agents.csv, line 2: "),
    "verbatim not in the source": (
        lambda d: replace(d / "tables/cells.csv", "Nové (2021),", "Nové (2022),"),
        "cells.csv, line 17: ",
    ),
    "span of another text": (lambda d: replace(d / "tables/cells.csv", "527-538", "527-537"), "cells.csv, line 17: "),
    "character of nobody": (
        lambda d: replace(d / "tables/cells.csv", "Cíl,50-53", "Cí,50-52"),
        "cells.csv, line 267: ",
    ),
    "character of two": (
        lambda d: replace(d / "tables/cells.csv", "Cíl,50-53", "Cíl Typové,50-60"),
        "cells.csv, line 5: ",
    ),
    "wording of nobody": (
        lambda d: replace(d / "tables/agents.csv", ",TAČR,TAČR,", ",TAČR,TAČR průběžně,"),
        "cells.csv, line ",
    ),
    "wording of two": (lambda d: replace(d / "tables/agents.csv", ",,MPO,,", ",,MMR,,"), "agents.csv, line 3: "),
    "metadata of cells deleted": (
        lambda d: (d / "tables/cells.csv-metadata.json").unlink(),
        "cells.csv-metadata.json: the metadata of the table cells is missing; ",
    ),
    "metadata of facts deleted": (
        lambda d: (d / "reference/facts.csv-metadata.json").unlink(),
        "facts.csv-metadata.json: the metadata of the table facts is missing; ",
    ),
    "metadata of places deleted": (
        lambda d: (d / "tables/places.csv-metadata.json").unlink(),
        "places.csv-metadata.json: ",
    ),
    "metadata that are empty": (
        lambda d: (d / "tables/rows.csv-metadata.json").write_text("{}"),
        "rows.csv-metadata.json: the metadata lacks “url”",
    ),
    "metadata that are a list": (
        lambda d: (d / "tables/rows.csv-metadata.json").write_text("[]"),
        "rows.csv-metadata.json: the metadata lacks “url”",
    ),
    "metadata of another table": (
        lambda d: replace(d / "tables/rows.csv-metadata.json", '"rows.csv"', '"cells.csv"'),
        "rows.csv-metadata.json: the metadata lacks “url”",
    ),
    "cells without rows": (lambda d: keep_header(d / "tables/cells.csv"), "cells.csv, line 1: "),
    "documents without rows": (lambda d: keep_header(d / "tables/documents.csv"), "documents.csv, line 1: "),
    "semicolons": (
        lambda d: (d / "tables/places.csv").write_text("id;kind;label_cs\nx;y;z\n", "utf-8"),
        "places.csv, line 1: the values are separated by semicolons; ",
    ),
    "tabs": (
        lambda d: (d / "tables/places.csv").write_text("id\tkind\nx\ty\n", "utf-8"),
        "places.csv, line 1: the values are separated by tabs; ",
    ),
    "blank line in the middle": (
        lambda d: replace(d / "tables/rows.csv", "zpo4-r02,", "\nzpo4-r02,"),
        "rows.csv, line 3: there is a blank line",
    ),
    "span past the end": (
        lambda d: replace(d / "tables/cells.csv", "527-538", "527-53800"),
        "cells.csv, line 17: the span “527-53800” is not in the source; ",
    ),
    "span that ends before it starts": (
        lambda d: replace(d / "tables/cells.csv", "527-538", "538-527"),
        "cells.csv, line 17: the span “538-527” is not in the source; ",
    ),
    "span with a space at its end": (
        lambda d: replace(d / "tables/cells.csv", "527-538", "527-539"),
        "cells.csv, line 17: the span “527-539” begins or ends with white space; ",
    ),
    "document about a goal": (
        lambda d: replace(d / "tables/documents.csv", ",zpo-4,", ",zpo-4.1,"),
        "documents.csv, line 2: ",
    ),
    "component without a cell": (
        lambda d: replace(d / "tables/cells.csv", ",components/zpo-4,component,", ",components/zpo-4,co-gestor,"),
        "elements.csv, line 3: ",
    ),
    "row without its title": (
        lambda d: replace(d / "tables/cells.csv", "zpo4-r01,,measure,", "zpo4-r01,,funding,"),
        "cells.csv, line 20: ",
    ),
    "title in a cell of another name": (
        lambda d: replace(d / "tables/cells.csv", "zpo4-r01-c08,", "zpo4-r01-c80,"),
        "cells.csv, line 16: ",
    ),
    "cell of nothing": (
        lambda d: replace(d / "tables/cells.csv", "zpo4-r01-c09,cell,zpo4-r01,", "zpo4-r01-c09,cell,,"),
        "cells.csv, line 17: ",
    ),
    "cell of a row in a column of elements": (
        lambda d: replace(d / "tables/cells.csv", "zpo4-r01,,status,", "zpo4-r01,,gestor,"),
        "cells.csv, line 17: ",
    ),
    "cell about a measure": (
        lambda d: replace(d / "tables/cells.csv", ",goals/zpo-4.1,", ",measures/nskb-a8,"),
        "cells.csv, line 168: ",
    ),
    "alignment of a measure": (
        lambda d: replace(d / "tables/alignments.csv", ",rows/zpo4-r01,", ",measures/nskb-a8,"),
        "alignments.csv, line 2: ",
    ),
    "alignment of a row with a goal": (
        lambda d: replace(d / "tables/alignments.csv", ",typical-measures/zpo4-tm4,", ",goals/zpo-4.1,"),
        "alignments.csv, line 2: ",
    ),
    "defect of an institution": (
        lambda d: replace(d / "tables/defects.csv", ",cells/zpo4-r18-c11,", ",institutions/mmr,"),
        "defects.csv, line 2: ",
    ),
    "reference to a place": (
        lambda d: replace(d / "tables/typical-measures.csv", "programmes/urbact", "places/prague"),
        "typical-measures.csv, line 2: ",
    ),
    "two rows of one number": (
        lambda d: replace(d / "tables/rows.csv", "zpo4-r02,2,", "zpo4-r02,1,"),
        "rows.csv, line 3: ",
    ),
    "two typical measures of one number": (
        lambda d: replace(d / "tables/typical-measures.csv", "zpo4-tm2,2,", "zpo4-tm2,3,"),
        "typical-measures.csv, line 3: ",
    ),
    "notation of nobody": (
        lambda d: replace(d / "tables/measures.csv", "nskb-a8,A8,", "nskb-a8,A9,"),
        "measures.csv, line 29: the notation “A9” is not that of the title “A8: ",
    ),
    "notation left out": (
        lambda d: replace(d / "tables/measures.csv", "nskb-a8,A8,", "nskb-a8,,"),
        "measures.csv, line 29: the notation “” is not that of the title “A8: ",
    ),
    "title of a typical measure": (
        lambda d: replace(d / "tables/typical-measures.csv", "v méně rozvinutých zemích", "v rozvinutých zemích"),
        "typical-measures.csv, line 5: ",
    ),
    "title that repeats a line": (
        lambda d: replace(d / "tables/typical-measures.csv", "(energetika,", "(energetika, energetika,"),
        "typical-measures.csv, line 6: ",
    ),
    "label of a pillar": (
        lambda d: replace(d / "tables/elements.csv", '"Odolnost prostřednictvím', '"Odolnost pomocí'),
        "elements.csv, line 2: ",
    ),
    "label of a goal": (
        lambda d: replace(d / "tables/elements.csv", "cílů vlastního rozvoje", "cílů rozvoje"),
        "elements.csv, line 4: ",
    ),
    "place of another measure": (
        lambda d: replace(d / "tables/measure-places.csv", ",measure,Ungheni,L13", ",measure,Tbilisi,L28"),
        "measure-places.csv, line 2: ",
    ),
    "place in another column": (
        lambda d: replace(d / "tables/measure-places.csv", ",measure,Ungheni,", ",deadline,Ungheni,"),
        "measure-places.csv, line 2: ",
    ),
    "place that is a piece of a word": (
        lambda d: replace(d / "tables/measure-places.csv", ",measure,Ungheni,", ",measure,Ungh,"),
        "measure-places.csv, line 2: ",
    ),
    "wording that the source does not have": (
        lambda d: replace(d / "tables/programmes.csv", ",URBACT,2021", ",URBACT|URBAKT,2021"),
        "programmes.csv, line 2: ",
    ),
    "coded wording that the source does not have": (
        lambda d: replace(d / "tables/codes.csv", ",finanční,", ",finančně,"),
        "codes.csv, line ",
    ),
    "wording in other lines": (
        lambda d: replace(d / "tables/instruments.csv", "L177 ", "L178 "),
        "instruments.csv, line 2: ",
    ),
    "rows of a measure with different titles": (
        lambda d: replace(
            d / "tables/rows.csv", "zpo4-r22,22,programme-interreg-europe,", "zpo4-r22,22,programme-urbact,"
        ),
        "rows.csv, line 23: the title “Program meziregionální spolupráce Interreg Europe” differs from ",
    ),
    "measures with the same title": (
        lambda d: replace(d / "tables/rows.csv", "zpo4-r22,22,programme-interreg-europe,", "zpo4-r22,22,nskb-a8,"),
        "rows.csv, line 23: the measure “programme-interreg-europe” already has the title",
    ),
    "measure without a row": (
        lambda d: append(d / "tables/measures.csv", "nobody,,cs,Measure of nobody,,L195\n"),
        "measures.csv, line 32: the measure “nobody” stands in no row",
    ),
}
