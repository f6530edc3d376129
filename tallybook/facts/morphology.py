"""Forms of English words: verbs from their base, and the singular of a noun."""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiou")
# Stressed last syllables double their consonant, and so do these of British spelling.
_DOUBLED = frozenset("plan slip drop dip cut ship trim shed chop sag stop plot run set get begin put hit let shut split bid swap cap travel total cancel refer occur commit permit submit transfer admit equip quit top jut log plug tap skid label model signal level fuel wrap program net peg rob scrap skim slim snap span step strip tug wed zap".split())  # fmt: skip
_IRREGULAR_PLURALS = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot", "indices": "index",
    "matrices": "matrix", "criteria": "criterion", "phenomena": "phenomenon", "data": "data", "series": "series",
    "lives": "life", "wives": "wife", "knives": "knife", "halves": "half", "shelves": "shelf", "wolves": "wolf",
    "leaves": "leaf", "loaves": "loaf", "aircraft": "aircraft", "species": "species", "headquarters": "headquarters",
    "mice": "mouse", "teeth": "tooth", "analyses": "analysis", "crises": "crisis", "bases": "basis", "gas": "gas",
    "lens": "lens", "bus": "bus", "news": "news", "sales": "sale", "has": "has", "is": "is", "was": "was", "its": "its",
    "means": "means", "dies": "die", "lies": "lie", "ties": "tie", "pies": "pie", "movies": "movie", "cookies": "cookie",
}  # fmt: skip


def past(base: str) -> str:
    """The regular past form.

    >>> past("total"), past("cut"), past("rate"), past("carry")
    ('totalled', 'cutted', 'rated', 'carried')
    """
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def gerund(base: str) -> str:
    """The form in -ing.

    >>> gerund("rise"), gerund("slip"), gerund("see"), gerund("lie")
    ('rising', 'slipping', 'seeing', 'lying')
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def third_person(base: str) -> str:
    """The form of the third person singular; for nouns the same makes the plural.

    >>> third_person("rise"), third_person("push"), third_person("carry")
    ('rises', 'pushes', 'carries')
    """
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _doubled(base: str) -> str:
    return base + base[-1] if base in _DOUBLED else base


@lru_cache(maxsize=65536)
def singular(noun: str) -> str:
    """The singular of a noun in lower case, by rule; a word that is none comes back as it was, nearly always.

    >>> [singular(w) for w in ("prices", "companies", "boxes", "glass", "aircraft", "women", "yen")]
    ['price', 'company', 'box', 'glass', 'aircraft', 'woman', 'yen']
    """
    known = _IRREGULAR_PLURALS.get(noun)
    if known is not None:
        return known
    if len(noun) < 4 or not noun.endswith("s") or noun.endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return noun[:-2]
    return noun[:-1]
