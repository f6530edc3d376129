"""Rules for amounts of things: parts, prices, counted nouns, ages, and amounts whose predicate names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.area import area_words
from tallybook.facts.claims import Claim, carrier, claim_of, clause_subject, is_hollow
from tallybook.facts.indicator import bare_start, measure_noun
from tallybook.facts.neighbours import is_manner, phrase_start, verb_before
from tallybook.facts.phrases import Phrase, content, extend, owned_behind
from tallybook.facts.phrases import names as lists
from tallybook.facts.wordlists import names
from tallybook.numbers.nouns import singular

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax


def part_of(a: Amount) -> Claim | None:
    """As in "13.5 billion dlrs in assets", "50 pct of its shares", "5 mln dlrs for research"."""
    s, at = a.s, a.behind()
    if s.kind(at) == ch.PARTICLE and s.low(at) == "off" and s.kind(at + 1) == ch.NOUN:
        return claim_of(a, "level.discount", extend(s, at + 1), cue=at)  # "550 dollars off a new computer"
    is_compared = a.left_kind == ch.COMMA or s.tag(a.left) & (t.HAVE | t.OWNS)
    if a.unit_kind == "multiple" and s.kind(at) == ch.NOUN and is_compared:
        phrase = extend(s, at)  # "has three times the voting power of a B share"
        return claim_of(a, "level.times", phrase, verb=a.left, cue=at) if not is_hollow(s, phrase) else None
    if s.kind(at) != ch.PREP or (a.unit_kind in ("duration", "age") and s.low(at) != "of"):
        return None
    at += s.low(at) == "worth" and s.low(at + 1) == "of"  # "five billion dlrs worth of parts"
    thing = _thing_of(a, at)
    if thing < 0:
        return None
    phrase = _things(a, thing)
    beside = _of_other(a, at, thing)
    if beside is not None:
        return beside
    verb = _past_phrasal(s, a.left)
    is_part = s.low(at) == "of" and a.is_share and s.kind(verb) == ch.VERB
    if is_part and (is_hollow(s, phrase) or s.low(verb) in names()["share_verbs"]):
        return claim_of(
            a, "level.share", clause_subject(a, verb), verb=verb, cue=verb
        )  # "spending made up 26% of the total"
    return claim_of(a, "level.part-of", phrase, verb=carrier(a), cue=at)


def _of_other(a: Amount, prep: int, thing: int) -> Claim | None:
    """As in "output was 80,000 ounces of gold and 225,000 ounces of silver": the same of another thing."""
    if not a.earlier or a.left_kind not in (ch.CONJ, ch.COMMA):
        return None
    other, claim = a.earlier[-1]
    if claim.rule != "level.stands" or claim.tail is None or other.mention.number.unit != a.mention.number.unit:
        return None
    return replace(claim, rule="parallel.of-other", tail=Phrase(prep, thing + 1, thing))


# "59 pct of the 325 retailers": so many chunks may stand between the preposition and its noun.
_BETWEEN: Final = 3


def _thing_of(a: Amount, prep: int) -> int:
    """The noun that the preposition at chunk `prep` ties to the amount, or -1."""
    s, of = a.s, a.s.low(prep) == "of"
    is_place = not a.unit_kind and s.tag(prep + 1) & t.CAPITAL  # "3,100 in Norland"
    is_place = is_place or (s.low(prep) == "in" and s.low(prep + 1) in area_words())
    if not of and (a.is_count or is_place or s.low(prep) not in ("in", "for", "on", "worth")):
        return -1
    thing = prep + 1
    while thing <= prep + _BETWEEN and (s.kind(thing) in (ch.NUMBER, ch.ADVERB) or (of and s.kind(thing) == ch.TIME)):
        thing += 1  # "60 pct of 1986's sales"
    if of and s.low(thing) in lists().measures and content(s, thing) == 1:
        thing = thing + 2 if s.low(thing + 1) == "of" else -1  # "millions of tonnes of steel", "millions of dollars"
    is_tranche = a.is_money and s.low(prep) == "in" and s.kind(thing) == ch.NOUN
    if is_tranche and s.reading.tag[s.pieces[thing].last - 1] & t.LABEL:
        return -1  # "3 mln in band one"
    if s.kind(thing) != ch.NOUN or (s.tag(thing) & t.TIME_WORD and not s.tag(thing) & t.OWN) or is_manner(s, thing):
        return -1
    return owned_behind(s, thing, len(s.pieces))


def _past_phrasal(s: Syntax, at: int) -> int:
    """The verb of "made up", "accounted for"."""
    while s.kind(at) == ch.PARTICLE or (s.kind(at) in (ch.PREP, ch.ADVERB) and s.low(at) in ("for", "up")):
        at -= 1
    return at


def fined(a: Amount) -> Claim | None:
    """As in "fined the bank 20 mln dlrs for failings", "owes the bank 20 mln dlrs": the fine of the bank, a debt."""
    s = a.s
    payer = a.left - (a.left_kind == ch.NOUN and s.low(a.left) in names()["empty_adjectives"])  # "a record 20 mln"
    verb = payer if s.kind(payer) == ch.VERB else payer - 1
    noun = measure_noun(s.low(verb))
    if not a.is_money or s.kind(verb) != ch.VERB or noun not in ("fine", "cost", "saving", "debt"):
        return None
    phrase = Phrase(payer, payer + 1, payer) if s.kind(payer) == ch.NOUN else None
    if noun != "fine" or (phrase is None and s.pieces[verb].is_passive):
        phrase = clause_subject(a, verb)
    return claim_of(a, "level.yields", phrase, verb=verb, cue=verb)


def again(a: Amount) -> Claim | None:
    """As in "killed 12 people and wounded 30", "built 900 cars and sold 850": more of the things counted before."""
    s = a.s
    if a.unit_kind not in ("", "count") or not a.earlier or s.kind(a.left) != ch.VERB or a.noun_behind() >= 0:
        return None
    other, before = a.earlier[-1]
    is_joined = s.kind(a.left - 1) == ch.CONJ and s.kind(a.left - 2) == ch.NOUN and not s.tag(a.left) & t.CHANGES
    if not is_joined or before.rule != "level.counted" or not other.is_count or not before.deed:
        return None
    cue = (s.pieces[a.left].first, s.pieces[a.left].last)
    return Claim("level.counted-again", phrase=before.phrase, verb=a.left, cue=cue)


def price_for(a: Amount) -> Claim | None:
    """As in "bought the stake for 19 mln dlrs", "its purchase of shares for 178 mln dlrs": the price of a thing."""
    s = a.s
    is_rate = a.left_low == "at" and (a.is_money or not a.unit_kind)  # "the bonds were sold to a bank at 100.27"
    if a.left_kind != ch.PREP or not (is_rate or (a.is_money and a.left_low == "for")):
        return None
    if not is_rate and s.kind(a.left - 1) == ch.NOUN and s.low(a.at + 1) == "on" and s.kind(a.at + 2) == ch.NOUN:
        priced = extend(s, phrase_start(s, a.left - 1), a.left)  # "the new pad for 799 dollars on the web"
        return claim_of(a, "level.price", priced, verb=carrier(a), cue=a.left)
    for at in range(a.left - 1, max(-1, a.left - 12), -1):
        kind, low = s.kind(at), s.low(at)
        if kind in (ch.STOP, ch.CLAUSE, ch.REL):
            return None
        if kind == ch.VERB and low in names()["deals"] and s.pieces[at].is_passive:
            return claim_of(a, "level.price", clause_subject(a, at), verb=at, cue=at)  # "was bought by its rival for"
        if is_rate and kind == ch.VERB:
            return None
        if kind in (ch.VERB, ch.PARTICIPLE, ch.NOUN) and low in names()["deals"] and not is_rate:
            thing = at + 1
            while s.kind(thing) in (ch.PREP, ch.NUMBER, ch.ADVERB, ch.PARTICLE) and thing < a.left:
                thing += 1
            if s.kind(thing) == ch.NOUN and thing < a.left:
                return claim_of(a, "level.price", extend(s, thing, a.left), verb=carrier(a), cue=at)
            return claim_of(a, "level.price", clause_subject(a, at), verb=at, cue=at) if kind == ch.VERB else None
    return None


def counted(a: Amount) -> Claim | None:
    """As in "51,411 domestic cars", "a 5 mln dlr loan", "a 38 pct stake in Airbus", "a five-year accord"."""
    noun = a.noun_behind()
    if noun < 0:
        return None
    if a.unit_kind in ("duration", "age") and a.s.pieces[noun].tag & t.TIME_WORD:
        return None
    s, left = a.s, a.left
    if (
        a.is_count
        and a.left_kind == ch.PREP
        and a.left_low in ("for", "of", "on")
        and s.kind(left - 1) == ch.NOUN
        and not s.tag(left - 1) & (t.HOLLOW | t.CHANGE | t.CAPITAL)
        and s.low(left - 1) not in ("exchange", "return", "one")
        and s.reading.low[a.word] != "the"
    ):
        phrase = extend(s, phrase_start(s, left - 1), left)
        return Claim(
            "level.noun-for-counted",
            phrase=phrase,
            tail=Phrase(left, noun + 1, noun),
            verb=carrier(a),
            cue=(s.pieces[left].first, s.pieces[left].last),
        )
    phrase, verb = _things(a, noun), carrier(a)
    if verb >= 0 and a.left_kind == ch.PREP and is_hollow(s, phrase):
        subject = clause_subject(a, verb)  # "profit is expected at the upper end of the 145-155 mln range"
        if subject is not None and not is_hollow(s, subject):
            return claim_of(a, "level.counted", subject, verb=verb, cue=noun)
    if a.is_count and s.tag(noun) & t.CHANGE and not s.tag(noun) & t.HOLLOW:
        cue = (s.pieces[noun].first, s.pieces[noun].last)
        return Claim("level.counted", phrase=phrase, verb=verb, cue=cue)  # "two further cuts"
    claim = claim_of(a, "level.counted", phrase, verb=verb, cue=noun)
    if claim.phrase is not None and not a.is_count:
        claim.lead = _lead(a)
    return claim


def _things(a: Amount, noun: int) -> Phrase:
    """The things counted from the noun chunk `noun` on; the noun of "dozens of Fiat and Renault vans" is the second."""
    s, last = a.s, noun + 2
    is_joined = a.is_count and s.low(noun + 1) == "and" and s.kind(last) == ch.NOUN
    if not (is_joined and _counts(a, last)) or _counts(a, noun):
        return extend(s, noun)
    whole = extend(s, last)
    return Phrase(noun, whole.last, last)


def _counts(a: Amount, noun: int) -> bool:
    return (a.mention.number.unit or "").lower().endswith(singular(a.s.low(noun)))


# So many adjectives may stand between an article and an amount.
_MOST_LEADING: Final = 2
_NO_LEAD: Final = t.NUMBER | t.DATE | t.MODIFIES_NUMBER | t.PREP | t.CONJ | t.MARK | t.TIME_WORD | t.ADVERB | t.OWN


def _lead(a: Amount) -> tuple[int, int] | None:
    """As in "a turbocharged 1.6 litre engine": adjectives between the article and the amount are of the noun behind."""
    tag, last = a.s.reading.tag, a.s.pieces[a.at].first
    first = last
    while first > 0 and last - first <= _MOST_LEADING:
        bits = tag[first - 1]
        if bits & t.DET:
            return (first, last) if first < last else None
        if not bits & (t.ADJ | t.PAST) or bits & _NO_LEAD:
            return None
        first -= 1
    return None


def headless(a: Amount) -> Claim | None:
    """The predicate tells of what: "seven mln dlrs will be spent to continue development", "two will be delivered"."""
    s, at = a.s, a.at + 1
    if a.is_share and s.kind(at + 1) == ch.PREP and s.low(at + 1) == "by" and s.low(at) in ("owned", "held"):
        last = at + 2 if s.kind(at + 2) == ch.NOUN else at
        name = (s.pieces[at].head, s.pieces[last].last)  # "about 36 pct owned by Banca Alta"
        return Claim("level.owned-by", name=name, verb=at, cue=name)
    if s.low(at) == "of" and s.kind(at + 1) == ch.PRONOUN:
        at += 2  # "four of these are in service"
    if (
        s.kind(at) not in (ch.VERB, ch.PARTICIPLE)
        or a.left_kind in (ch.PREP, ch.NOUN)
        or (a.left_kind == ch.VERB and not s.tag(a.left) & t.SPEECH)
        or not (a.is_money or a.is_count or not a.unit_kind)
    ):
        return None
    state = _state_behind(s, at) if not a.is_money else (0, 0)
    if state != (0, 0):
        return Claim("level.predicate", name=state, verb=at, cue=state)
    if not _holds_passive(s, at):
        return None
    last = at
    if a.is_money:
        while (
            s.kind(last + 1) in (ch.PREP, ch.NOUN, ch.VERB, ch.PARTICIPLE)
            and s.pieces[last + 1].last - s.pieces[at].head < 10
            and not s.pieces[last + 1].is_finite
        ):
            last += 1
    name = (s.pieces[at].head, s.pieces[last].last)
    return Claim("level.predicate", name=name, verb=at, cue=name)


def _state_behind(s: Syntax, verb: int) -> tuple[int, int]:
    """The words of the state behind "are": "in service", "fully electric"; (0, 0) if none are there."""
    at = verb + 1
    if not s.tag(verb) & t.BE or not s.pieces[verb].is_finite:
        return 0, 0
    while s.kind(at) == ch.ADVERB:
        at += 1
    if s.kind(at) == ch.NOUN and s.tag(at) & t.ADJ and not s.tag(at) & t.HOLLOW:
        return s.pieces[verb].last, s.pieces[at].last
    if s.kind(at) == ch.PREP and s.kind(at + 1) == ch.NOUN and s.low(at) in ("in", "on", "under", "at"):
        return s.pieces[at].first, s.pieces[at + 1].last
    return 0, 0


def _holds_passive(s: Syntax, verb: int) -> bool:
    """As in "will be spent to continue": a passive stands in the verb group, if not at its end."""
    tag, piece = s.reading.tag, s.pieces[verb]
    return any(tag[word] & t.PAST and tag[word - 1] & t.BE for word in range(piece.first + 1, piece.last))


def purpose(a: Amount) -> Claim | None:
    """As in "it would take 100 mln dlrs to repair the pipeline": what the money is for."""
    s, at = a.s, a.at + 1
    if (
        not a.is_money
        or s.kind(at) != ch.PREP
        or s.low(at) != "to"
        or s.kind(at + 1) != ch.VERB
        or a.left_kind not in (ch.VERB, ch.CONJ)
    ):
        return None
    last = at + 1
    while s.kind(last + 1) == ch.NOUN and last < at + 3:
        last += 1
    name = (s.pieces[at + 1].first, s.pieces[last].last)
    return Claim("level.purpose", name=name, verb=a.left, cue=name)


_OVER_OR_UNDER: Final = ("over", "under", "above", "below")


def over_age(a: Amount) -> Claim | None:
    """As in "players over the age of 21", "people under 25": whose age is bounded."""
    s = a.s
    if a.unit_kind != "age":
        return None
    word, at = s.reading.low[a.word], a.left
    if word not in _OVER_OR_UNDER:
        at -= 2 if a.left_low == "of" and s.low(at - 1) == "age" else 0
        word, at = s.low(at), at - 1
    if word not in _OVER_OR_UNDER or s.kind(at) != ch.NOUN:
        return None
    return Claim("level.aged-over", phrase=Phrase(at, at + 1, at), cue=(a.word, a.word + 1))


def aged(a: Amount) -> Claim | None:
    """As in "Gill, aged 57": the age of whom; of "those aged 15 to 24" nobody is named."""
    s = a.s
    word = a.word - 1
    if word < 0 or s.reading.low[word] != "aged" or not (a.unit_kind in ("duration", "age") or not a.unit_kind):
        return None
    at = s.piece_of[word - 1] if word else -1
    at -= s.kind(at) == ch.COMMA
    is_name = s.kind(at) == ch.NOUN and not s.tag(at) & t.HOLLOW and s.pieces[at].head < word
    if not is_name or s.reading.low[s.pieces[at].first] in names()["demonstratives"]:
        verb = verb_before(s, a.at)
        subject = clause_subject(a, verb) if verb >= 0 else None
        is_somebody = subject is not None and not is_hollow(s, subject)  # "Gill, who retires aged 57"
        return Claim("level.aged", phrase=subject if is_somebody else None, cue=(word, word + 1))
    return Claim("level.aged", name=(bare_start(s, at), word + 1), cue=(word, word + 1))
