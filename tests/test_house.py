"""The rules of the house that imports and the size of functions can break."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tallybook

HOUSE = Path(__file__).parents[1]
LIBRARY = HOUSE / "tallybook"
FLOWS = HOUSE / "flows"
MODULES = sorted([*LIBRARY.rglob("*.py"), *FLOWS.rglob("*.py")])
ENGINE = ("tallybook.model", "tallybook.lexicons", "tallybook.numbers", "tallybook.facts")


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def imports_of(path: Path) -> set[str]:
    """Every module imported in a file, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def importers_of(package: str) -> set[str]:
    return {
        name_of(path)
        for path in MODULES
        if any(name == package or name.startswith(f"{package}.") for name in imports_of(path))
    }


def test_imports_point_downward_only() -> None:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"  # it turns loggers off
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=HOUSE)
    assert answer.returncode == 0, answer.stdout


def test_prefect_only_in_flows() -> None:
    importers = importers_of("prefect")
    assert importers
    assert all(name.startswith("flows/") for name in importers)


def test_great_expectations_only_in_the_audit() -> None:
    importers = importers_of("great_expectations")
    assert importers
    assert all(name.startswith("tallybook/audit") for name in importers)


def test_flows_import_no_duckdb_and_no_tables() -> None:
    tables = importers_of("duckdb") | importers_of("pandas") | importers_of("pyarrow")
    assert tables
    assert not [name for name in tables if name.startswith("flows/")]


def test_duckdb_is_opened_for_writing_by_the_warehouse_only() -> None:
    openings = [
        (name_of(path), node)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect"
    ]
    for_writing = {name for name, node in openings if "read_only=True" not in ast.unparse(node)}
    assert for_writing
    assert all(name.startswith("tallybook/warehouse") for name in for_writing)


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(LIBRARY / "numbers")], ids=name_of)
def test_numbers_are_pure(path: Path) -> None:
    assert foreign(path) == set()


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(LIBRARY / "facts")], ids=name_of)
def test_facts_are_pure(path: Path) -> None:
    assert foreign(path) == set()


def foreign(path: Path) -> set[str]:
    """What a module of the engine imports beyond the standard library and the engine."""
    return {
        name
        for name in imports_of(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(ENGINE) and name != "tallybook"
    }


def test_the_public_face_is_whole() -> None:
    assert [name for name in tallybook.__all__ if getattr(tallybook, name).__name__ != name] == []
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        tallybook.extrakt  # noqa: B018 - reading it is the test


def test_the_engine_is_light() -> None:
    heavy = ("prefect", "great_expectations", "duckdb", "pandas", "pyarrow", "pydantic", "numpy")
    work = "import tallybook, sys; tallybook.extract('Up 8%.'); tallybook.explain('Up 8%.');"
    program = f"{work} print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=HOUSE)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert source.count("\n") <= 450
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60] == []


def test_no_sql_outside_its_folder() -> None:
    """A statement of SQL in Python would be a second place to look."""
    statements = ("select ", "insert into", "delete from", "update ", "create table", "copy (")
    found = [
        (name_of(path), node.value)
        for path in MODULES
        if not name_of(path).startswith("tallybook/cli/")  # examples of the command show SQL
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower().startswith(statements)
    ]
    assert found == []


def test_no_statement_is_made_of_data() -> None:
    """Statements are whole files; what they are about travels in parameters, and is no part of their text."""
    calls = [
        (name_of(path), ast.unparse(node))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "sql", "query", "extract_statements", "filter", "project")
        and node.args
    ]
    assert calls
    made = [
        call for call in calls if any(mark in call[1] for mark in ("execute(f", "sql(f", "query(f", ".format(", " % "))
    ]
    assert made == []


def test_nothing_is_pickled_by_us() -> None:
    """A pickle runs what is in it. Processes exchange their jobs that way, which are ours alone."""
    risky = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    assert [name for package in risky for name in importers_of(package)] == []


def test_commands_speak_through_the_terminal_only() -> None:
    """What a file brought along is escaped there, and only there."""
    spoken = [
        (name_of(path), ast.unparse(node))
        for path in MODULES
        if path.name != "terminal.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "click.echo", "click.secho")
    ]
    assert spoken == []
