"""The words of the house: documents, numbers, observations and rejects as plain values.

Names and types are the contract with readers of a release. Every field says what it means in
`field(metadata={"description": …})`; the data dictionary, the column comments of the warehouse and the
schema of the Data Package are all made from there, so that there is one place to change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self


def described(description: str, **options: Any) -> Any:
    """A dataclass field that carries its meaning for the data dictionary."""
    return field(metadata={"description": description}, **options)


class Kind(StrEnum):
    """What a number is doing in its sentence."""

    QUANTITY = "quantity"
    DATE = "date"
    TIME = "time"
    ORDINAL = "ordinal"
    ENUMERATOR = "enumerator"
    LABEL = "label"
    SCORE = "score"
    IDIOM = "idiom"


class Comparator(StrEnum):
    """How the stated value bounds the true one (FHIR Quantity.comparator, with `=`, `~` and `range` added)."""

    EQUAL = "="
    ABOUT = "~"
    GREATER = ">"
    GREATER_EQUAL = ">="
    LESS = "<"
    LESS_EQUAL = "<="
    RANGE = "range"


class Measure(StrEnum):
    """Whether an observation states where an indicator stands or how far it moved."""

    LEVEL = "level"
    CHANGE = "change"


class Direction(StrEnum):
    """Which way a change went."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class Basis(StrEnum):
    """What a change is measured against."""

    YEAR_ON_YEAR = "year_on_year"
    QUARTER_ON_QUARTER = "quarter_on_quarter"
    MONTH_ON_MONTH = "month_on_month"
    WEEK_ON_WEEK = "week_on_week"
    DAY_ON_DAY = "day_on_day"


class PeriodSource(StrEnum):
    """How far from the number its time period was found."""

    PHRASE = "phrase"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"


class ObsStatus(StrEnum):
    """Whether a value happened, is estimated, foreseen or aimed at (after SDMX OBS_STATUS)."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    FORECAST = "forecast"
    TARGET = "target"


class Flag(StrEnum):
    """What a careful reader should know about an observation before using it."""

    UNIT_MISSING = "unit_missing"
    UNIT_INHERITED = "unit_inherited"
    CURRENCY_ASSUMED = "currency_assumed"
    PERIOD_INHERITED = "period_inherited"
    INDICATOR_INHERITED = "indicator_inherited"
    VAGUE = "vague"
    OUT_OF_RANGE = "out_of_range"
    GARBLED = "garbled"
    REPEATED = "repeated"
    REVISED = "revised"


class Stage(StrEnum):
    """Where in the pipeline a file or a row was refused."""

    READ = "read"
    EXTRACT = "extract"
    AUDIT = "audit"


# Faults of the engine: the next one reads the documents again by itself.
_REPORT = "report the sentence; a run with a corrected engine reads its document again by itself"


class Reason(StrEnum):
    """Why a file or a row was refused: a code, with what it means and what to do about it.

    >>> Reason.BINARY, Reason.BINARY.advice
    (<Reason.BINARY: 'binary'>, 'convert it to text')
    """

    meaning: str
    advice: str

    def __new__(cls, code: str, meaning: str, advice: str) -> Self:
        """Make a text of the code alone, so that the others are attributes of it."""
        reason = str.__new__(cls, code)
        reason._value_ = code
        reason.meaning = meaning
        reason.advice = advice
        return reason

    @classmethod
    def of(cls, code: str) -> Self | None:
        """The reason of a code; None for one that only another version knows.

        >>> Reason.of("binary"), Reason.of("haunted")
        (<Reason.BINARY: 'binary'>, None)
        """
        return next((reason for reason in cls if reason == code), None)

    UNREADABLE = (
        "unreadable",
        "the system does not let the file be read, or its metadata cannot be read",
        "correct its permissions or its metadata; every run tries again",
    )
    NOT_A_FILE = (
        "not_a_file",
        "a device, a pipe, or a link that leads to what is read anyway",
        "nothing, or put a regular file in its place",
    )
    UNSUPPORTED_TYPE = (
        "unsupported_type",
        "by its name no text and no archive of texts",
        "convert it to text, or keep it out of the folder; a sidecar needs the file that it describes",
    )
    EMPTY = ("empty", "there is no text in it", "get it again, or remove it")
    BINARY = ("binary", "its bytes are no text, whatever its name says", "convert it to text")
    UNDECODABLE = ("undecodable", "text in no encoding that fits all of it", "save it as UTF-8")
    TOO_LARGE = (
        "too_large",
        "larger than a limit allows, or it expands too much",
        "split it, or raise max_bytes, max_members or max_expansion in the settings",
    )
    BAD_ARCHIVE = (
        "bad_archive",
        "damaged, encrypted, or with names that stand for two files",
        "get it again, or unpack it",
    )
    UNSAFE_NAME = (
        "unsafe_name",
        "a member of an archive whose name leads out of the archive",
        "pack it again with relative names",
    )
    UNSUPPORTED_LANGUAGE = (
        "unsupported_language",
        "in a language that there is no lexicon for",
        "nothing; if the language was mistaken, state it in the front matter or in a sidecar",
    )
    FORGOTTEN = (
        "forgotten",
        "its content was forgotten on request and is not read again",
        "remove the file, or take the request back with `tallybook forget --undo`",
    )
    EXTRACTION_FAILED = (
        "extraction_failed",
        "the engine failed on the whole document",
        "if memory ran out, `tallybook replay`; else report it with the text",
    )
    TOO_SLOW = (
        "too_slow",
        "more work for the engine than `max_seconds` allows",
        "split it, or raise max_seconds and `tallybook replay`",
    )
    TOO_MANY_NUMBERS = (
        "too_many_numbers",
        "more numbers in one document than `max_numbers` allows",
        "split it, or raise max_numbers and `tallybook replay`",
    )
    WORKER_LOST = (
        "worker_lost",
        "every process that worked on it died or hung",
        "if memory ran out, `tallybook replay`; else report it with the text",
    )
    DIGITS_NOT_COVERED = (
        "digits_not_covered",
        "digits that no number covers",
        _REPORT,
    )
    SPAN_MISMATCH = (
        "span_mismatch",
        "a number that does not stand in the text where it says it does",
        _REPORT,
    )
    VALUE_NOT_FINITE = (
        "value_not_finite",
        "a value that is infinite or no number",
        _REPORT,
    )
    BOUNDS_REVERSED = (
        "bounds_reversed",
        "a range whose ends are the wrong way round, or that leaves out its value",
        "look whether the text says so; if it does not, report the sentence",
    )
    PERIOD_OUT_OF_RANGE = (
        "period_out_of_range",
        "a time period that ends before it starts, or lies outside of the years 1000 to 2200",
        "look whether the text says so; if it does not, report the sentence",
    )
    NUMBERS_OVERLAP = (
        "numbers_overlap",
        "a number that starts inside another one",
        _REPORT,
    )
    OBSERVATION_MISSING = (
        "observation_missing",
        "a quantity without its observation",
        _REPORT,
    )
    NUMBER_MISSING = (
        "number_missing",
        "an observation without its quantity",
        _REPORT,
    )
    DOCUMENT_MISSING = (
        "document_missing",
        "a number without its document",
        "run again; if it comes back, report it",
    )


class PublishedOnSource(StrEnum):
    """Where the publication date of a document was found, in order of trust."""

    METADATA = "metadata"
    DATELINE = "dateline"
    FILENAME = "filename"


@dataclass(frozen=True, slots=True)
class Document:
    """One decoded, normalised text, identified by its content.

    `text` is never changed after reading: every offset of every number points into it.
    """

    document_id: str = described("first 16 hex digits of the SHA-256 of the decompressed bytes (and of the sidecar's)")
    sha256: str = described("SHA-256 of the same bytes, 64 hex digits")
    source_uri: str = described("where the content was first seen; members of archives as `archive.zip!/member.txt`")
    byte_size: int = described("size of the decompressed bytes")
    encoding: str = described("encoding the bytes were decoded from, by its IANA name in lower case")
    language: str = described("language of the text, ISO 639-1")
    title: str | None = described("title, from front matter or the first heading; null if there is none")
    published_on: date | None = described("publication date; null if unknown")
    published_on_source: PublishedOnSource | None = described(
        "where the date was found: `metadata`, `dateline` or `filename`"
    )
    text: str = described("the decoded text, newlines as \\n, Unicode NFC; offsets point into it")


# Numbers and observations are values that nothing changes, but not frozen: a page makes hundreds of them, and a frozen
# constructor takes seven times as long.
@dataclass(slots=True, unsafe_hash=True)
class Number:
    """One numeric mention in a document: a span with a kind and a value.

    `value` is a DOUBLE with the scale applied (1.47 trillion is 1.47e12) for quantities and ordinals, null for
    ranges; `value_exact` is the same without float error.
    """

    number_id: str = described("document_id, a colon and the start offset")
    document_id: str = described("the document that the number stands in")
    sentence_index: int = described("index of the sentence in the document, from 0")
    start: int = described("offset of the first character of the surface in documents.text")
    end: int = described("offset behind the last character: text[start:end] = surface")
    surface: str = described("the numeral with its sign, its scale and the unit's symbol or word that follows it")
    kind: Kind = described("what the number is doing: quantity, date, time, ordinal, enumerator, label, score, idiom")
    value: float | None = described("value with the scale applied; the bound for `>` and its kin; null for a range")
    value_exact: str | None = described(
        "the same as a canonical decimal, without float error; null where no decimal ends, as for one third"
    )
    lower: float | None = described("lower end that the text states: of a range, a bound, a vague amount")
    upper: float | None = described("upper end that the text states")
    resolution: str | None = described(
        "one unit of the last digit written times the scale; null if nothing was rounded"
    )
    iso: str | None = described("for dates and times: ISO 8601, as precise as the text")
    comparator: Comparator = described("how the stated value bounds the true one: = ~ > >= < <= range")
    unit: str | None = described("canonical unit, British singular, or ISO 4217 code, or counted noun")
    unit_code: str | None = described("UCUM or ISO 4217 code; null for counted nouns")
    unit_kind: str | None = described("dimension of the unit: currency, percent, count, duration, length, …")
    rule: str = described("id of the rule that decided")


@dataclass(slots=True, unsafe_hash=True)
class Observation:
    """A quantity tied to what it measures, where and when (SDMX)."""

    observation_id: str = described("the number_id of its quantity")
    indicator: str | None = described("what is measured, as a noun phrase without determiner; null if not named")
    indicator_key: str | None = described("normalised for grouping: lower-case lemmas, no stop words, order-free")
    measure: Measure = described("level, or change of the indicator")
    direction: Direction | None = described("up, down or flat, for changes")
    basis: Basis | None = described("what a change is measured against; null when the text does not tell")
    time_period: str | None = described("the period the value belongs to: ISO 8601, with Q and H (SDMX)")
    period_start: date | None = described("first day of the period")
    period_end: date | None = described("last day of the period")
    freq: str | None = described("frequency of the period: A, S, Q, M, W, D (SDMX FREQ)")
    period_source: PeriodSource | None = described("how far we had to look for the period")
    ref_area: str | None = described("reference area, ISO 3166-1 alpha-2, or EU, EA, WLD")
    ref_area_text: str | None = described("the words of the text that name the area")
    obs_status: ObsStatus = described("actual, estimate, forecast or target")
    attributed_to: str | None = described("who states it; null when nobody is named")
    flags: tuple[Flag, ...] = described("what to know before using it", default=())


@dataclass(frozen=True, slots=True)
class Reject:
    """A file or a row that was refused, with a reason. Nothing is dropped without one."""

    stage: Stage = described("where it was refused: read, extract or audit")
    source_uri: str | None = described("the file, if it is about one")
    document_id: str | None = described("the document, if it is about one")
    row_id: str | None = described("number_id or observation_id of the refused row")
    start: int | None = described("offset of the refused span in documents.text")
    end: int | None = described("offset behind it")
    reason: Reason = described("why, from one list")
    detail: str = described("what exactly was wrong, for a person")
