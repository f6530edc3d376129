"""One place says what every column means; what is made from it is up to date."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import pytest

from tallybook import dictionary, resources
from tallybook.dictionary import GENERATED, Table, columns_of, frictionless_schema, tables
from tallybook.model import Document, Number, Observation, Reason, Reject
from tallybook.warehouse import FILE_NAME, Warehouse

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_generated_files_are_up_to_date(name: str, pytestconfig: pytest.Config) -> None:
    written = (pytestconfig.rootpath / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](), "run `python -m tallybook.dictionary`"


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_table_and_column_is_described(table: Table) -> None:
    assert table.description.endswith(".")
    assert all(column.description for column in table.columns)
    assert len({column.name for column in table.columns}) == len(table.columns)


def test_the_warehouse_has_the_columns_of_the_model_with_their_types(tmp_path: Path) -> None:
    models = {"documents": Document, "numbers": Number, "observations": Observation, "rejects": Reject}
    Warehouse.open(tmp_path).close()
    with duckdb.connect(tmp_path / FILE_NAME, read_only=True) as connection:
        for name, model in models.items():
            described = {row[0]: (row[1], row[2] == "YES") for row in connection.sql(f"DESCRIBE {name}").fetchall()}
            for column in columns_of(model):
                assert described[column.name] == (column.type, column.nullable), (name, column.name)


def test_vocabularies_become_enums() -> None:
    fields = {field["name"]: field for field in frictionless_schema(tables()["observations"])["fields"]}
    assert fields["direction"]["constraints"] == {"enum": ["up", "down", "flat"]}
    assert fields["measure"]["constraints"] == {"required": True, "enum": ["level", "change"]}
    assert fields["flags"]["type"] == "array"
    assert fields["observation_id"]["constraints"] == {"required": True, "unique": True}


def test_observations_need_no_join() -> None:
    names = [column.name for column in tables()["observations"].columns]
    joined = [column.name for column in columns_of(Number) if column.name not in {"number_id", "kind", "iso"}]
    assert names == [column.name for column in columns_of(Observation)] + joined + ["sentence"]


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="numbers has no column 'colour'"):
        tables()["numbers"].column("colour")


def test_a_missing_resource_says_what_to_do() -> None:
    with pytest.raises(resources.ResourceMissing, match="install tallybook again"):
        resources.resource("sql/none.sql")


def test_the_generated_files_are_written_in_a_checkout_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "__file__", str(tmp_path / "tallybook" / "dictionary.py"))
    with pytest.raises(SystemExit, match="checkout"):
        dictionary.main()


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_explained_where_readers_look(reason: Reason) -> None:
    assert reason == reason.value == str(reason)
    assert f"| `{reason}` | {reason.meaning} | {reason.advice} |" in dictionary.markdown()
    assert reason.meaning
    assert reason.advice


@pytest.mark.parametrize("suite", resources.names("expectations", ".json"))
def test_the_audit_knows_every_word_of_a_vocabulary(suite: str) -> None:
    """A word that is new in the model would stop every release that has it."""
    content = json.loads(resources.read(suite))
    held = {
        entry["kwargs"]["column"]: set(entry["kwargs"]["value_set"])
        for entry in content["expectations"]
        if entry["type"] == "expect_column_values_to_be_in_set"
    }
    vocabularies = {column.name: set(column.vocabulary) for column in tables()[content["name"]].columns}
    assert held == {name: vocabularies[name] or words for name, words in held.items()}
