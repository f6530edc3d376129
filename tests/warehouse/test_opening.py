"""Opening the warehouse: what is damaged is set aside, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tallybook.warehouse import FILE_NAME, Warehouse, WarehouseDamaged, WarehouseError, WarehouseLocked
from tallybook.warehouse.connection import open_for_reading, open_warehouse
from tests.warehouse.building import ENGINE, TELECOMS, document, load, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

OPEN = "import pathlib, sys, tallybook.warehouse as w; w.Warehouse.open(pathlib.Path(sys.argv[1]))"
NOBODY = 65534


@contextmanager
def another_user() -> Iterator[None]:
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with Warehouse.open(tmp_path) as warehouse:
        load(warehouse, warehouse.start_run(ENGINE), make(document(TELECOMS)))
    return tmp_path


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(filled: Path) -> None:
    (filled / FILE_NAME).write_bytes(b"no database" * 1000)
    with Warehouse.open(filled) as warehouse:
        assert warehouse.damage is not None
        assert "not a valid DuckDB database" in warehouse.damage
        assert f"is kept in {filled / 'damaged'}" in warehouse.damage
        assert warehouse.known_documents(ENGINE) == set()
    assert (filled / "damaged" / FILE_NAME).read_bytes().startswith(b"no database")


def memory_limit(connection: duckdb.DuckDBPyConnection) -> float:
    """In gibibytes."""
    with connection:
        number, unit = connection.sql("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
    return float(number) / {"GiB": 1, "MiB": 1024}[unit]


@pytest.mark.parametrize(("byte_size", "least", "most"), [(1_000, 0.5, 0.6), (30_000_000, 0.9, 1.1), (10**8, 1.2, 1e6)])
def test_memory_is_bounded_by_the_length_of_the_texts(
    tmp_path: Path, byte_size: int, least: float, most: float
) -> None:
    with Warehouse.open(tmp_path) as warehouse:
        load(warehouse, warehouse.start_run(ENGINE), make(document(TELECOMS, byte_size=byte_size)))
        warehouse.copy_for_readers(tmp_path / "copy.duckdb")
    assert least <= memory_limit(open_warehouse(tmp_path / FILE_NAME)) <= most
    assert least <= memory_limit(open_for_reading(tmp_path / "copy.duckdb")) <= most


def test_what_did_not_fit_into_the_memory_of_a_killed_run_is_removed(filled: Path) -> None:
    overflow = filled / f"{FILE_NAME}.tmp"
    overflow.mkdir()
    (overflow / "duckdb_temp_4805_0_storage_DEFAULT-0.tmp").write_bytes(b"texts")
    Warehouse.open(filled).close()
    assert not overflow.exists()


def test_the_log_of_a_damaged_file_goes_with_it(filled: Path) -> None:
    (filled / f"{FILE_NAME}.wal").write_bytes(b"no log")
    flip(filled / FILE_NAME, 4096)
    Warehouse.open(filled).close()
    assert sorted(path.name for path in (filled / "damaged").iterdir()) == [FILE_NAME, f"{FILE_NAME}.wal"]


def test_only_the_last_damaged_file_is_kept(filled: Path) -> None:
    for content in (b"first", b"second"):
        (filled / FILE_NAME).write_bytes(content)
        Warehouse.open(filled).close()
    assert (filled / "damaged" / FILE_NAME).read_bytes() == b"second"


def test_damage_inside_a_table_is_found_when_the_file_is_opened(filled: Path) -> None:
    """DuckDB itself reads no table before it is asked for."""
    content = (filled / FILE_NAME).read_bytes()
    flip(filled / FILE_NAME, content.index(b"Revenue reached"))
    with pytest.raises(WarehouseDamaged, match="checksum"):
        open_warehouse(filled / FILE_NAME)


def test_a_sound_file_is_not_set_aside(filled: Path) -> None:
    with Warehouse.open(filled) as warehouse:
        assert warehouse.damage is None
        assert len(warehouse.known_documents(ENGINE)) == 1
    assert not (filled / "damaged").exists()


def test_a_file_of_a_newer_version_is_refused_and_stays(filled: Path) -> None:
    with Warehouse.open(filled) as warehouse:
        warehouse.run_sql("schema/apply.sql", migration=9999, now="2026-01-31")
    before = (filled / FILE_NAME).read_bytes()
    with pytest.raises(WarehouseError, match="upgrade Tallybook"):
        Warehouse.open(filled)
    assert (filled / FILE_NAME).read_bytes() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_file_that_is_not_ours_to_open_is_refused_and_stays(filled: Path) -> None:
    """As an ordinary user: root is never denied."""
    (filled / FILE_NAME).chmod(0o600)
    with another_user(), pytest.raises(WarehouseError, match=r"cannot be opened.*Permission denied"):
        open_warehouse(filled / FILE_NAME)
    assert (filled / FILE_NAME).exists()


def test_a_second_process_is_told_who_holds_the_warehouse(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path):
        second = subprocess.run([sys.executable, "-c", OPEN, tmp_path], check=False, capture_output=True, text=True)
    assert "WarehouseLocked" in second.stderr
    assert "in use by process" in second.stderr
    assert "current/tallybook.duckdb" in second.stderr
    assert issubclass(WarehouseLocked, WarehouseError)


def test_a_path_with_a_lock_in_its_name_is_not_taken_for_locked(tmp_path: Path) -> None:
    store = tmp_path / "locks"
    (store / FILE_NAME).mkdir(parents=True)
    with pytest.raises(WarehouseError, match="cannot be opened") as refused:
        Warehouse.open(store)
    assert not isinstance(refused.value, WarehouseLocked | WarehouseDamaged)
