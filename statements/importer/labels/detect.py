"""What looks like the label of a turn at the beginning of a paragraph: THE PRESIDENT:, Ada Quist (Wire):, Q, Mme Roy. –

A label is read word by word, using the table "turns" of `vocabulary`. Whether a text has turns at all, and which
labels count in it, is decided by `turns`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from statements.importer.labels.cuts import Cut, cuts
from statements.importer.labels.label import BRACKET, Label, Sort
from statements.importer.labels.roles import asker_of, house_of, name_with_house, role_of
from statements.importer.labels.words import (
    ARTICLES,
    HOUSES,
    NOTES,
    OFFICE_WORDS,
    POLITE,
    ROLES,
    VERBS,
    VOICES,
    LabelReading,
    fold,
    is_place_or_day,
    may_be_surname,
    read_words,
)
from statements.importer.vocabulary import words as vocabulary_words

_MOST_WORDS = 14
_HOUSE_DASH = re.compile(r"\s[–—-]\s")  # "John Smith – BBC:"
_HOUSE_WORDS = 6
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_QUOTES = '"“«‘„'
_BRIEF = frozenset(word.casefold() for word in vocabulary_words("turns.brief"))
_CHAIRS_ARTICLES = frozenset(vocabulary_words("turns.chairs_articles"))
_JOINING = "|".join(form for word in vocabulary_words("turns.joining") for form in (word, word.upper()))
_AND = re.compile(rf"\s(?:{_JOINING}|&)\s|\s?/\s?")


def label_at(text: str) -> Label | None:
    """What looks like a label at the beginning of `text`; None where nothing does.

    "MR. OAKES [off-mic]:  Last question." -> written "MR. OAKES", a titled name; "Dear Friends: we meet" -> None.
    """
    parted, asked = list(cuts(text)), "?" in text
    read = (_label(cut.head, cut.mark, cut.rest) for cut in parted)
    found = next((label for label in read if label), None)
    if found is None and asked:
        found = next((label for cut in parted if cut.mark == ":" and (label := _asker(cut, text))), None)
    return found and replace(found, question=asked)


def _asker(cut: Cut, text: str) -> Label | None:
    """The person who asks the question `text`, under a label that is not in any list."""
    label = asker_of(BRACKET.sub("", cut.head), text)
    return label and replace(label, mark=cut.mark, opening=_opening(cut.rest))


def _label(head: str, mark: str, rest: str) -> Label | None:
    """The label in `head`, as far as the mark and the words after it allow."""
    label = _label_with_brackets(head.strip(" \t\r\n*_"), mark)
    if label is None:
        return None
    label = replace(label, mark=mark[-1:], opening=_opening(rest))
    if mark == "]":
        return replace(label, mark=":") if label.sort >= Sort.TITLED else None
    if mark == "–":
        return label if label.capitals or head[-1:] != "." and label.opening != "lower" else None
    if not mark:
        return label if label.sort >= Sort.NAME and head[-1:] not in ".!?…," else None
    return label


def _opening(rest: str) -> str:
    words = rest.lstrip(" \t\r\n*_\u00a0")
    if not words:
        return "alone"
    return "quote" if words[0] in _QUOTES else "lower" if words[0].islower() else "other"


def _label_with_brackets(head: str, mark: str) -> Label | None:
    """A label with its notes set aside: "QUESTION (Baltic Radio)", "[via interpreter] President Dahl"."""
    brackets = [(found[1] or found[2] or "").strip() for found in BRACKET.finditer(head)]
    bare = " ".join(BRACKET.sub(" ", head).split())
    if not bare:
        return _label_in_brackets(brackets, mark)
    kept = [each for each in brackets if each and not _is_note_in_brackets(each)]
    label = _label_with_comma(bare, mark, bracketed=bool(kept))
    if label is None or (label.sort == Sort.ROLE and label.asks):
        return label
    written = " ".join([label.written, *(f"({each})" for each in kept)])
    office = any(OFFICE_WORDS & set(fold(each).split()) for each in kept) or (bool(kept) and mark.endswith("."))
    sort = Sort.TITLED if office and label.sort in (Sort.WORD, Sort.NAME) else label.sort
    return replace(label, written=written, bracket=" ".join([label.bracket, *map(fold, kept)]).strip(), sort=sort)


def _label_in_brackets(brackets: list[str], mark: str) -> Label | None:
    """ "[Reporter]:", and "[via interpreter]:", which names nobody."""
    if len(brackets) != 1 or not mark.startswith((":", "–")):
        return None
    if _is_note_in_brackets(brackets[0]):
        return Label(f"[{brackets[0]}]", Sort.ROLE, (fold(brackets[0]),), (), "", "", "")
    label = _label_with_comma(brackets[0], mark, bracketed=False)
    return label if label and label.sort >= Sort.TITLED else None


def _is_note(words: str) -> bool:
    """Whether `words` say how somebody speaks, not who: "via interpreter", not "Baltic Radio"."""
    plain = fold(words)
    return plain in NOTES or any(plain.startswith(f"{note} ") or plain.endswith(f" {note}") for note in NOTES)


def _is_note_in_brackets(words: str) -> bool:
    """The same for words in brackets, where those that begin with a small letter are a note unless an office."""
    if _is_note(words) or _CLOCK.fullmatch(words):
        return True
    return words[:1].islower() and fold(words).split(" ")[0] not in OFFICE_WORDS


def _label_with_comma(bare: str, mark: str, *, bracketed: bool) -> Label | None:
    """A label with an office or a house after a comma: "M. Dupont, secrétaire d'État", "Ada Quist, Wire Agency"."""
    main, comma, after = (part.strip() for part in _HOUSE_DASH.sub(", ", bare, count=1).partition(","))
    label = _joint(main, mark, bracketed=bracketed or bool(comma))
    if label is None or not comma:
        return label
    if _is_note(after) and label.sort != Sort.WORD:
        return label
    if fold(after) in ROLES | VOICES and label.sort >= Sort.NAME:
        return replace(label, written=bare, bracket=fold(after))
    if label.asks and mark == ":" and len(after.split()) <= _HOUSE_WORDS and after[:1].isupper():
        return label
    if label.sort in (Sort.ADDRESS, Sort.ROLE, Sort.LETTER) or not _is_affiliation(after, mark, label):
        return None
    office = bool(OFFICE_WORDS & set(fold(after).split()))
    return replace(label, written=bare, bracket=fold(after), sort=max(label.sort, Sort.TITLED if office else Sort.NAME))


def _is_affiliation(after: str, mark: str, label: Label) -> bool:
    """Whether the words after the comma are an office or, after a whole name, capitalised."""
    words = [word for word in after.replace(",", " ").split() if fold(word) not in ARTICLES]
    first = fold(words[0]) if words else ""
    if mark.endswith(".") and first in OFFICE_WORDS:
        return mark == "–." or not VERBS & set(fold(after.replace(",", " ")).split())
    reading = read_words(words) if words and len(words) <= _MOST_WORDS else None
    if reading is None or is_place_or_day(after):
        return False
    return reading.office or (label.sort >= Sort.NAME and reading.proper and len(words) <= 5)  # noqa: PLR2004


def _joint(main: str, mark: str, *, bracketed: bool) -> Label | None:
    """A label of one person, or of two, who then have no name in common: "President Kallas and President Ozols"."""
    parts = _AND.split(main)
    labels = [_single(part, mark, bracketed=True) for part in parts] if len(parts) > 1 else []
    people = [label for label in labels if label and label.sort > Sort.ADDRESS]
    if not people or len(people) < len(parts):
        return _single(main, mark, bracketed=bracketed)
    words = tuple(word for label in people for word in (*label.title, "+", *label.name))
    return Label(main, max(min(label.sort for label in people), Sort.NAME), words, (), "", "", "")


def _single(main: str, mark: str, *, bracketed: bool) -> Label | None:
    words = main.replace("_", " ").split()
    if not words or len(words) > _MOST_WORDS or (is_place_or_day(main) and fold(main) not in HOUSES):
        return None
    if role := role_of(main, words, mark):
        return role if not mark.endswith(".") or _may_stop(role, mark, words, bracketed=bracketed) else None
    reading = read_words(words)
    if reading is None:
        return (house_of(main, words) or name_with_house(main, words)) if mark == ":" else None
    label = Label(main, _sort(reading, words), reading.title, reading.name, "", "", "")
    if label.sort == Sort.WORD and not may_be_surname(main):
        return house_of(main, words) if mark == ":" else None
    return label if not mark.endswith(".") or _may_stop(label, mark, words, bracketed=bracketed) else None


def _sort(reading: LabelReading, words: list[str]) -> Sort:
    if reading.polite and not reading.name:
        return Sort.TITLED if words[0].casefold() in _BRIEF and reading.article else Sort.ADDRESS
    if reading.office or reading.polite:
        capitals = " ".join(words).isupper()
        return Sort.TITLED if reading.name or reading.article or capitals else Sort.OFFICE
    if reading.role:
        return Sort.OFFICE
    return Sort.NAME if len(words) > 1 else Sort.WORD


def _may_stop(label: Label, mark: str, words: list[str], *, bracketed: bool) -> bool:
    """Whether a full stop may end the label, as in parliamentary records: capitals, "M." or "Mme", "Le président"."""
    if words[0].casefold() in _BRIEF:
        return len(words) > 1
    main = " ".join(words)
    last = words[-1]
    if main.isupper():
        return label.sort != Sort.LETTER or len(words) == 1
    named = last if fold(words[0]) in ARTICLES else max(words[1:], key=str.isupper, default="")
    if named.isupper() and len(named) > 2 and fold(words[0]) in POLITE | ARTICLES:  # noqa: PLR2004
        return True
    if label.sort == Sort.ROLE:
        return mark == "–." or len(words) == 1 or fold(words[0]) not in ARTICLES
    article = fold(words[0]) in _CHAIRS_ARTICLES and label.sort == Sort.TITLED
    return article or (mark == "–." and label.sort >= Sort.OFFICE) or (bracketed and mark == "–.")
