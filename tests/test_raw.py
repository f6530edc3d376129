"""The sample in raw/ keeps what docs/sample.md promises: themes, encodings, archives and honest sources."""

from __future__ import annotations

import codecs
import gzip
import zipfile
from pathlib import Path, PurePosixPath

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"
TEXT_SUFFIXES = {".txt", ".text", ".md"}
THEMES = {"telecoms", "prices", "jobs", "trade", "energy", "transport", "health", "markets"}

# Every file that is not plain UTF-8.
ENCODINGS = {
    "prices/japan-consumer-prices.txt": "utf-16",
    "prices/norland-consumer-prices-2024-06.txt": "cp1252",
    "telecoms/british-telecom-third-quarter.txt": "cp1252",
    "telecoms/miit-telecommunications-2021.txt": "utf-8-sig",
    "trade/uk-visible-trade-1986.txt": "cp1252",
}
CRLF = {"jobs/us-employment-february.txt", "trade/us-retail-sales-february.txt"}

# Bulletins without front matter name whoever states their figures in the text.
ISSUERS_IN_TEXT = {
    "energy/api-petroleum-stocks-february-27.txt": "American Petroleum Institute",
    "energy/argentina-oil-and-gas.txt": "Yacimientos Petroliferos Fiscales",
    "health/salmonella-and-cattle-feed.txt": "U.S. Centers for Disease Control",
    "jobs/february-unemployment-roundup.text": "Statistics Canada",
    "jobs/japan-nomura-forecast.txt": "Nomura Research Institute",
    "jobs/us-jobless-claims.txt": "U.S. Labor Department",
    "markets/1987-03-03-uk-official-reserves.txt": "HM Treasury",
    "markets/japan-external-reserves.txt": "Finance Ministry",
    "markets/us-money-stock-february-16.txt": "Federal Reserve",
    "markets/us-money-stock-february-23.txt": "Federal Reserve",
    "prices/italy-consumer-prices.txt": "Istat",
    "prices/portugal-consumer-prices.txt": "National Statistics Institute of Portugal",
    "prices/us-producer-prices.txt": "Labor Department",
    "prices/wholesale-prices-europe.txt": "Federal Statistics Office",
    "telecoms/japan-value-added-networks.txt": "Ministry of Posts and Telecommunications",
    "trade/japan-interim-trade-february.txt": "Finance Ministry",
    "trade/korea-and-china-trade.txt": "trade ministry",
    "trade/us-merchandise-trade-1986.txt": "U.S. Commerce Department",
    "transport/1987-03-04-us-car-sales.txt": "General Motors",
    "transport/1987-03-09-airline-traffic.txt": "United Airlines",
}


def _bulletins() -> dict[str, bytes]:
    """The bytes of every bulletin by its path below raw/, archives opened."""
    found: dict[str, bytes] = {}
    for path in sorted(path for path in RAW.rglob("*") if path.is_file()):
        name = path.relative_to(RAW).as_posix()
        if path.suffix == ".gz":
            found[name] = gzip.decompress(path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {f"{name}!/{member}": archive.read(member) for member in archive.namelist()}
        else:
            found[name] = path.read_bytes()
    return found


BULLETINS = _bulletins()


def _text(name: str) -> str:
    return BULLETINS[name].decode(ENCODINGS.get(name, "utf-8"))


def _front_matter(text: str) -> dict[str, object]:
    if not text.startswith("---"):
        return {}
    loaded = yaml.safe_load(text.split("---", 2)[1])
    assert isinstance(loaded, dict)
    return loaded


def test_there_are_enough_bulletins_on_every_theme() -> None:
    assert len(BULLETINS) >= 15
    assert {name.split("/")[0] for name in BULLETINS} == THEMES


@pytest.mark.parametrize("name", BULLETINS)
def test_a_bulletin_decodes_and_has_the_length_of_one(name: str) -> None:
    text = _text(name)
    assert PurePosixPath(name.removesuffix(".gz")).suffix in TEXT_SUFFIXES
    assert not any(ord(character) < 32 and character not in "\r\n" for character in text)
    assert 80 <= len(text.split()) <= 500


@pytest.mark.parametrize("name", BULLETINS)
def test_a_bulletin_names_its_source_or_is_marked_synthetic(name: str) -> None:
    text = _text(name)
    front_matter = _front_matter(text)
    if name in ISSUERS_IN_TEXT:
        assert not front_matter
        assert ISSUERS_IN_TEXT[name] in " ".join(text.split())
    else:
        assert front_matter["source"]
    invented = any(place in text for place in ("Norland", "Verrin"))
    assert front_matter.get("synthetic", False) is invented


@pytest.mark.parametrize("name", [name for name, encoding in ENCODINGS.items() if encoding == "cp1252"])
def test_windows_1252_is_no_utf_8(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        BULLETINS[name].decode("utf-8")


def test_marks_of_byte_order_and_line_ends_are_kept() -> None:
    assert BULLETINS["prices/japan-consumer-prices.txt"].startswith(codecs.BOM_UTF16_LE)
    assert BULLETINS["telecoms/miit-telecommunications-2021.txt"].startswith(codecs.BOM_UTF8)
    assert {name for name, content in BULLETINS.items() if b"\r\n" in content} == CRLF


def test_archives_are_there_and_can_be_made_again() -> None:
    packed = (RAW / "energy/eia-petroleum-stocks-march-6.txt.gz").read_bytes()
    assert packed[4:8] == bytes(4), "the gzip header carries a time: write it with mtime=0"
    assert sum("bank-of-canada-weekly.zip!/" in name for name in BULLETINS) == 2


def test_the_page_about_the_sample_lists_every_file() -> None:
    page = (ROOT / "docs/sample.md").read_text(encoding="utf-8")
    files = {name.split("!")[0] for name in BULLETINS}
    assert not {name for name in files if f"`{name}`" not in page}
