"""Words introduced by a name without a verb of saying: “Ozols: …”, “Ozols’s message: …”, “Ozols thanked her for …”."""

from __future__ import annotations

import re

from statements.importer.quotations.names import Mention
from statements.importer.quotations.people import names_of_things
from statements.importer.quotations.subjects import OTHER, Subjects
from statements.importer.quotations.wording import tokens
from statements.importer.vocabulary import common_words
from statements.importer.vocabulary import words as words_at

_BRACKETED = 3  # words between commas after a name, such as "(left)"


def speaker_before_colon(subjects: Subjects, start: int, end: int) -> str | None:
    """Who says the words after a colon that ends text[start:end]; None where no name introduces it.

    "NATO, Lindqvist:", "Lindqvist on Ozols:", "La risposta di Bruni a Ozols:" -> hers, hers, his; "Petrov’s answer to
    Bruni:", "The Lindqvist plan:" -> None.
    """
    colon = end - len(subjects.text[start:end]) + len(subjects.text[start:end].rstrip().removesuffix(":"))
    named = subjects.mentions_in(start, colon)
    if not named or subjects.wording.pattern("negations").search(subjects.text, start, named[0].start):
        return None
    first = named[0]
    if _has_utterance_before(subjects, start, first) or _heads(subjects, start, first):
        return first.who if _may_go_on(subjects, first.end, colon) else None
    return first.who if _is_its_utterance(subjects, first.end, colon) else None


def _heads(subjects: Subjects, start: int, mention: Mention) -> bool:
    """Whether a name before a colon has only titles before it, and perhaps a topic and a comma: "Défense, Le Guen"."""
    if subjects.opening(start, mention.end) in (OTHER, ""):
        return False
    topics = subjects.text[start : mention.start].split(",")[:-1]
    words = [word for topic in topics for word in tokens(topic)]
    known = names_of_things() | {word.upper() for word in common_words()}
    return all(word.isupper() or word.upper() in known or subjects.wording.has(word, "offices") for word in words)


def _may_go_on(subjects: Subjects, start: int, colon: int) -> bool:
    """Whether the words between a name and its colon allow it to be the speaker's: "on Ozols", "(left)", an office."""
    words = tokens(subjects.text[start:colon])
    if words and subjects.wording.has(words[0], "auxiliaries"):
        return False
    if not words or subjects.wording.has(words[0], "prepositions", "adverbs"):
        named = not words or any(word[0].isupper() for word in words[1:]) or len(words) == 1
        return named and not subjects.wording.events.search(subjects.text, start, colon)
    if words[0] != ",":
        return False
    inside = [word for word in words if word != ","]
    if words[-1] == "," and (len(inside) == 1 or subjects.wording.has(inside[0], "prepositions")):
        return True
    office = any(subjects.wording.has(word, "offices") for word in inside)
    small = ("offices", "determiners", "genitives", "conjunctions", "prepositions")
    return office and all(word[0].isupper() or subjects.wording.has(word, *small) for word in inside)


def _has_utterance_before(subjects: Subjects, start: int, mention: Mention) -> bool:
    """Whether a noun for what is said comes before a name and belongs to it: "the message of Minister Bruni"."""
    words = tokens(subjects.text[start : mention.start])
    place = next((at for at in range(len(words) - 1, -1, -1) if subjects.wording.has(words[at], "utterances")), None)
    if place is None or place + 1 == len(words):
        return False
    joint, *rest = words[place + 1 :]
    its = subjects.wording.has(joint, "genitives") or joint.lower() in words_at("saying.senders")
    return its and all(word[0].isupper() or subjects.wording.has(word, "offices", "determiners") for word in rest)


def _is_its_utterance(subjects: Subjects, start: int, colon: int) -> bool:
    """Whether "’s message" comes between a name and its colon."""
    own = re.fullmatch(r"['’]s?\s+(?:\w+\s+)?(\w+)\s*", subjects.text[start:colon])
    return own is not None and subjects.wording.has(own[1], "utterances")


def has_attitude(subjects: Subjects, start: int, end: int) -> bool:
    """Whether text[start:end] has a verb for the subject's attitude to what is quoted: "thanked Ozols for “…”".

    Not where a clause, or somebody else's words, intervene: "welcomed the news, which “…”".
    """
    wording = subjects.wording
    found = wording.pattern("attitudes").search(subjects.text, start, end)
    if not found or wording.pattern("passives").search(subjects.text, max(start, found.start() - 12), found.start()):
        return False
    behind = subjects.text[found.end() : end]
    return "," not in behind and ":" not in behind and not wording.boundary.search(behind)
