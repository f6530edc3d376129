from __future__ import annotations

from pathlib import Path

import pytest

SENTENCES = {
    "telecoms.txt": "BEIJING, January 20, 2022 - Revenue of telecommunications business reached 1.47 trillion yuan in "
    "2021, an increase of 8% year-on-year. Operators opened 654,000 new 5G base stations.",
    "prices.md": "---\ntitle: Prices\ndate: 2022-02-10\n---\nConsumer prices rose 2.3% in January 2022.",
    "jobs/march.txt": "Employers added 12,000 jobs in March 2022, and the unemployment rate fell to 4.1%.",
}


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder of bulletins in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in SENTENCES.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Path("raw")
