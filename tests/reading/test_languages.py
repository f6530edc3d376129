"""Languages by their letters."""

from __future__ import annotations

import pytest

from tallybook.reading.languages import detect_language


@pytest.mark.parametrize(
    "text",
    [
        "Shr 25 cts vs 18 cts\n    Net 109,131 vs 75,793\n    Revs 1,811,636 vs 1,280,000\n Reuter",
        "Shr nil vs nil\n Net 9 vs 8\n Revs 7 vs 6\n Reuter",
        "Shr loss 13 cts vs loss 22 cts\nNet loss 351,000 vs loss 549,000",
        "QTLY DIV TWO CTS VS 1.7 CTS",
        "1,234 5,678 9.1%",
        "GDP 2.1%",
        "5 apples",
        "Inflation: 2.1%",
        "Revenue rose 8% to 1.47 trillion yuan.",
        "China Mobile (中国移动) said revenue rose 8% to 1.47 trillion yuan.",
    ],
)
def test_english_down_to_a_few_abbreviations(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Umsätze stiegen um 8 % auf 1,47 Mrd. Euro.", "de"),
        ("Le chiffre d'affaires a progressé de 8 % en 2021.", "fr"),
        ("LE CHIFFRE D'AFFAIRES A PROGRESSÉ DE 8 % EN 2021.", "fr"),
        ("Los ingresos de la empresa subieron un 8 % en 2021.", "es"),
        ("De omzet steeg met 8% tot 1,47 miljard euro.", "nl"),
        ("2021年电信业务收入1.47万亿元，同比增长8%", "zh"),
        ("売上高は8%増加した", "ja"),
        ("ارتفعت الإيرادات بنسبة 8٪", "ar"),
    ],
)
def test_other_languages_from_one_sentence(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Il gruppo The North Face e il giornale The Times hanno detto che le vendite sono salite dell'8% in un anno.",
        "Omzet van The Body Shop en van Bed, Bath and Beyond steeg met 8% in het derde kwartaal van vorig jaar.",
    ],
)
def test_a_few_english_words_in_another_language_do_not_make_it_english(text: str) -> None:
    assert detect_language(text) != "en"
