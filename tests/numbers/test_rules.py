"""The table of rules: it lists every rule that the engine emits, and each of its examples yields its rule."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tallybook.model import Document
from tallybook.numbers import find
from tallybook.numbers.rules import Rule, rule_of, rules, rules_page
from tallybook.reading import Limits, Source, list_sources, read_source

ROOT = Path(__file__).parents[2]
WITH_EXAMPLE = [rule for rule in rules().values() if rule.example]


def corpus_texts() -> list[str]:
    files = sorted((ROOT / "tests" / "corpus").glob("*.toml"))
    return [case["text"] for path in files for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]


def raw_texts() -> list[str]:
    sources = [source for source in list_sources([ROOT / "raw"], Limits()) if isinstance(source, Source)]
    documents = (read_source(source, Limits()) for source in sources)
    return [document.text for document in documents if isinstance(document, Document)]


@pytest.mark.parametrize("texts", [corpus_texts(), raw_texts()], ids=["corpus", "raw"])
def test_every_rule_that_is_emitted_is_listed(texts: list[str]) -> None:
    emitted = {rule for text in texts for mention in find(text).mentions for rule in mention.rules}
    families = {rule.id.partition(".")[0] for rule in rules().values() if rule.is_family}
    unknown = {r for r in emitted if r.partition("+")[0] not in rules() and r.partition(".")[0] not in families}
    assert emitted
    assert not unknown


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.id)
def test_each_example_yields_its_rule(rule: Rule) -> None:
    emitted = {rule_of(name) for mention in find(rule.example).mentions for name in mention.rules}
    assert rule in emitted


def test_the_page_is_up_to_date() -> None:
    page = ROOT / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_page(), "write rules_page() of tallybook.numbers.rules to it"
