"""What the sentences of one document hand on to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.facts.area import Area, area_words, find_areas
from tallybook.facts.attribution import Speaker, speaker_of
from tallybook.facts.basis import BasisFound
from tallybook.facts.claims import Amount, Claim
from tallybook.facts.clock import Clock, When
from tallybook.facts.comparisons import Comparisons
from tallybook.facts.indicator import Indicator
from tallybook.facts.inherit import told_in
from tallybook.facts.memory import Memory
from tallybook.facts.place import area_of, home_of, implied_area
from tallybook.facts.readings import Readings
from tallybook.facts.reports import reported_period
from tallybook.facts.sections import Sections
from tallybook.facts.status_verbs import Status
from tallybook.facts.syntax import Syntax
from tallybook.numbers.found import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tallybook.model import Basis
    from tallybook.numbers.budget import Budget
    from tallybook.numbers.found import Found

# Title, dateline and lead: where a document says which place it is about.
_LEAD: Final = 5
_EDGES: Final = "\"'()[]<>,;:!?“”‘’"


@dataclass(slots=True, init=False)
class Row:
    """Everything found out about one quantity."""

    mention: Mention
    claim: Claim | None
    syntax: Syntax | None
    indicator: Indicator | None
    when: When | None
    basis: BasisFound | None
    status: Status | None
    area: Area | None
    speaker: str | None
    is_revised: bool
    is_repeated: bool

    def __init__(
        self,
        mention: Mention,
        claim: Claim | None = None,
        syntax: Syntax | None = None,
        indicator: Indicator | None = None,
        when: When | None = None,
        basis: BasisFound | None = None,
        status: Status | None = None,
        area: Area | None = None,
        speaker: str | None = None,
        is_revised: bool = False,
        is_repeated: bool = False,
    ) -> None:
        self.mention = mention
        self.claim = claim
        self.syntax = syntax
        self.indicator = indicator
        self.when = when
        self.basis = basis
        self.status = status
        self.area = area
        self.speaker = speaker
        self.is_revised = is_revised
        self.is_repeated = is_repeated


class Document:
    """The state of reading one document: its sentences, its clock, its memory of names, its place and speaker."""

    def __init__(self, found: Found, published_on: date | None, language: str, budget: Budget) -> None:
        self.budget = budget
        self.language = language
        self.today = published_on
        self.clock = Clock(published_on)
        self.sections = Sections(found.sentences, published_on)
        self.readings = Readings(found, published_on, language, budget)
        self.memory = Memory(self.readings)
        self.basis_of_head: dict[tuple[str, str], Basis | None] = {}
        self.comparisons = Comparisons()
        self.last_step: Basis | None = None
        self._areas: dict[int, list[Area]] = {}
        self._speaker: str | None = None
        self._speakers: dict[int, Speaker | None] = {}
        self.place = self._find_place(found.mentions)
        title = self.readings.parsed(0)
        is_title = title is not None and title.reading.sentence.is_heading
        self.title_period = told_in(title, self.clock) if title is not None and is_title else None
        self.reported = self.clock.main = reported_period(found.sentences, self.readings.parsed, published_on)

    def enter(self, s: Syntax) -> None:
        """Begin a sentence."""
        sentence = s.reading.sentence
        self.clock.enter(sentence.paragraph)
        self.sections.enter(sentence.index)
        speaker = speaker_of(s)
        if speaker is not None and speaker.name is not None:
            self._speaker = speaker.name
        self._speakers[sentence.index] = speaker

    def speaker_of(self, s: Syntax) -> str | None:
        """Who states what the sentence tells; for "he said" the one who was named last."""
        speaker = self._speakers.get(s.reading.sentence.index)
        if speaker is None:
            return None
        return speaker.name or self._speaker

    def areas(self, s: Syntax) -> list[Area]:
        """The areas that a sentence names."""
        index = s.reading.sentence.index
        known = self._areas.get(index)
        if known is None:
            known = self._areas[index] = find_areas(s.reading, self.today.year if self.today else None, self.language)
        return known

    def area_of(self, s: Syntax, claim: Claim, amount: Amount) -> Area | None:
        """The area of an amount: named beside it in its sentence, else the document's."""
        return area_of(s, claim, amount, self.areas(s), self.place)

    def _find_place(self, mentions: list[Mention]) -> Area | None:
        """The place that the lead names, else the one that its money or its offices imply, else the first one named."""
        text = self.readings.sentences[0].text if self.readings.sentences else ""
        return home_of(self._lead()) or implied_area(text, mentions) or home_of(self._named())

    def _lead(self) -> Iterator[tuple[Syntax, list[Area]]]:
        for index in range(_LEAD):
            s = self.readings.parsed(index)
            if s is not None:
                yield s, self.areas(s)

    def _named(self) -> Iterator[tuple[Syntax, list[Area]]]:
        """The sentences behind the lead that name an area, found without reading the ones that name none."""
        first_words = area_words(self.language)
        for index in range(_LEAD, len(self.readings.sentences)):
            sentence = self.readings.sentences[index]
            words = sentence.text[sentence.start : sentence.end].lower().split()
            s = self.readings.parsed(index) if any(word.strip(_EDGES) in first_words for word in words) else None
            if s is not None:
                yield s, self.areas(s)
