"""What a line of a cover is, by its words: a letterhead, a notice, a theme, a salutation, the beginning of a title.

The words come from the table `cover` of the vocabulary.
"""

from __future__ import annotations

import re
from functools import cache

from statements.importer.vocabulary import alternatives, country_names, plain_pattern
from statements.importer.vocabulary import words as words_at

_WHOSE = r"(?:[^\W\d_][\w-]*\s+){0,2}?[^\W\d_][\w-]*['’]s\s+"  # "Foreign Secretary's"
_GENRE = re.compile(
    rf"\W*(?:{_WHOSE})?(?:(?:{plain_pattern('cover.adjectives')}\W*)+)?{plain_pattern('cover.genres')}(?!\w)",
    re.IGNORECASE,
)
_ANY_GENRE = re.compile(rf"\b{plain_pattern('cover.genres')}(?!\w)", re.IGNORECASE)
_NAMED_GENRE = re.compile(
    rf"\w\s?[:–—-]\s(?:[^\W\d]+\s){{0,2}}(?:{plain_pattern('cover.adjectives')}\W*)*{plain_pattern('cover.genres')}"
    rf"\s{plain_pattern('cover.closings')}(?!\w)",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\W*((?:[^\W\d_] ){4,20}[^\W\d_])\b")
_CHAIR = re.compile(rf"\b{plain_pattern('cover.chairs')}(?!\w)", re.IGNORECASE)
_EVENT = re.compile(rf"\b{plain_pattern('cover.events')}(?!\w)", re.IGNORECASE)
_HONORIFIC = re.compile(
    rf"\W*{plain_pattern('cover.before_names')}?\s*{plain_pattern('cover.honorifics')}(?!\w)", re.IGNORECASE
)
_GENERAL = rf"(?:[-\s]{plain_pattern('cover.generals')})?"  # "Secretary-General"
_OF_BODY = (  # "of the seventy-ninth session of the General Assembly", after a presiding officer's title
    rf"{_GENERAL},?\s(?:\W?\w{{1,5}}[\s’']){{1,2}}(?:\S{{2,16}}\s){{0,3}}?{plain_pattern('cover.bodies')}(?!\w)"
)
_LONGEST = 300  # characters of a salutation
_SALUTATION = re.compile(rf"\W*{plain_pattern('cover.salutations')}(?!\w).{{0,110}}[,:;!.…]?$", re.IGNORECASE)
_TO_ALL = re.compile(rf"\W*{plain_pattern('cover.yours')}\s", re.IGNORECASE)
_TO_GATHERING = re.compile(r"\W*[^\W\d]+\s(?-i:[a-zà-ÿ])[^\W\d]+\s?[,;:!]", re.IGNORECASE)  # "Honorable assistance,"
_TO_PERSON = re.compile(
    rf"\W*{plain_pattern('cover.people')}(?:\s?/\s?{plain_pattern('cover.people')})?(?!\w)\.?(?:\W*$|[,;:]|\s+(?:{plain_pattern('cover.between')}[\s’']*)*"
    rf"(?:[\w-]*-)?{plain_pattern('cover.chairs')}(?!\w)|\s+{plain_pattern('cover.joints')}\s).{{0,110}}$",
    re.IGNORECASE,
)
_TO_OFFICE = re.compile(
    rf"\W*(?:{plain_pattern('cover.between')}[\s’']*)*{plain_pattern('cover.chairs')}(?!\w){_GENERAL}"
    rf"(?:{_OF_BODY}.{{0,40}}|(?:,\s[\w\s.’'-]{{1,40}})?)[,;:!]$",
    re.IGNORECASE,
)
_TO_HONOURED = re.compile(
    rf"\W*{plain_pattern('cover.honoured')}\s+(?:{plain_pattern('cover.chairs')}|{plain_pattern('cover.audience')})(?!\w)",
    re.IGNORECASE,
)
_TO_HON = re.compile(
    rf"\W*{plain_pattern('cover.honoured_short')}\s+(?:{plain_pattern('cover.chairs')}|{plain_pattern('cover.audience')})\s?[,!]$",
    re.IGNORECASE,
)
_TO_NAME = re.compile(
    rf"\W*(?:{plain_pattern('cover.people')}|{plain_pattern('cover.chairs')})(?!\w)\.?{_GENERAL}"
    rf"(?P<name>(?:\s[^\W\d_][\w.’'-]{{0,30}}){{1,4}})\s?[,!]$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\W*(?:{plain_pattern('cover.people')}|{plain_pattern('cover.honorifics')})(?!\w).{{0,80}}\b"
    rf"{plain_pattern('cover.chairs')}(?!\w){_OF_BODY}.{{0,60}}$",
    re.IGNORECASE,
)
_DELIVERY = re.compile(rf"(.*?){plain_pattern('cover.delivery')}(.*)", re.IGNORECASE)
_RELEASE = re.compile(
    rf"\W*{plain_pattern('cover.releases')}(?!\w)[\W\d]*(?:{alternatives('head.numbers')}[.°º]?\s*[\d/-]+)?\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(rf"\W*{alternatives('cover.contents')}\W*", re.IGNORECASE)
_OFFICE = re.compile(rf"\W*{plain_pattern('cover.letterheads')}(?!\w)", re.IGNORECASE)
_STATE = re.compile(rf"\W*{plain_pattern('cover.states')}(?!\w)", re.IGNORECASE)
_CONTACT = re.compile(
    r"\(?\+?\(?\d{1,3}\)?[\s.-]\(?\d{2,4}\)?[\s.-]?\d{2,4}[\s.-]?\d{2,4}|\w@\w|\bwww\.|https?://"
    rf"|\b{plain_pattern('cover.contacts')}\s*(?:{alternatives('head.numbers')}[.°º])?\s*[.:]\s*\(?\+?\d"
    rf"|\b{plain_pattern('cover.contacts')}\b.*\b\d{{4,5}}\b"
    rf"|^\W*\d{{1,5}}\s[^\W\d].*\b{plain_pattern('cover.contacts')}\b",
    re.IGNORECASE,
)
_THEME = re.compile(
    rf"\W*{plain_pattern('cover.themes')}(?!\w)[^:]{{0,30}}:|\W*{plain_pattern('cover.themes')}(?:\W*$|\s*[“«\"])",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"\W*(?:\w+\s)?(?:{plain_pattern('cover.durations')})\W|\W*[^\W\d]+(?:\s[^\W\d]+)?\s?:\s+\d", re.IGNORECASE
)
_QUOTED = re.compile(r"\W{0,3}[“«\"]")
_SECTION = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4})[.)]\s+[^\W\d]")
_RULE = re.compile(r"[\W_]+")
_OPEN = re.compile(
    rf"(?:^|.*[\s(])(?:{plain_pattern('cover.closings')}|{plain_pattern('cover.honorifics')})$", re.IGNORECASE
)
_GOES_ON = re.compile(rf"(?:{plain_pattern('cover.closings')})(?!\w)", re.IGNORECASE)
_SOURCE = re.compile(rf"\W*{plain_pattern('cover.sources')}\s*:", re.IGNORECASE)
_JOINTS = frozenset(words_at("cover.in_countries"))
_THANKS = re.compile(rf"\b{plain_pattern('cover.thanks')}(?!\w)", re.IGNORECASE)
_INQUIRY = re.compile(
    rf"\W*(?:{alternatives('around.inquiries')}|{alternatives('around.contacts')})(?!\w)", re.IGNORECASE
)
_POSTAL = re.compile(r"[^.]{3,40},\s(?:[A-Z]{1,2}-)?\d{4,5}\s[^\W\d].{0,40}")  # "Rooseveltplatz 4, 1090 Wien"
_FEW = 8  # words of a salutation
_LONG_THANKS = 80  # characters
_LONG_TEXT = 60  # characters of a line of text
_LONG_NOTICE = 30  # characters besides the words of a notice
_MOTTO = re.compile(r"[^\W\d]+(?:\s[^\W\d]+)?(?:\s?[–—*•·/-]\s?[^\W\d]+(?:\s[^\W\d]+)?){2}|[^\W\d]+(?:,\s[^\W\d]+){2}")


def begins_genre(line: str) -> bool:
    """Whether a line begins by saying what the document is: "Statement by", "DISCOURS", "S T A T E M E N T"."""
    spaced = _SPACED.match(line)
    return bool(_GENRE.match(spaced[1].replace(" ", "") if spaced else line))


def has_genre(line: str) -> bool:
    """Whether a line says somewhere what the document is: "FIJI NATIONAL STATEMENT"."""
    return bool(_ANY_GENRE.search(line))


def ends_genre(line: str) -> bool:
    """Whether a line says what it is after the name of a speech: "The way home – Utopian speech to NATO"."""
    return bool(_NAMED_GENRE.search(line))


def has_event(line: str) -> bool:
    """Whether a line names a meeting: "79th Session of the General Assembly"."""
    return bool(_EVENT.search(line))


def has_chair(line: str) -> bool:
    """Whether a line names an office that a person holds: "Deputy Prime Minister of Montenegro"."""
    return bool(_CHAIR.search(line))


def has_honorific(line: str) -> bool:
    """Whether a line begins with the speaker: "H.E. Ms. Ada Quist", "by His Excellency …"."""
    return bool(_HONORIFIC.match(line))


def names_office(line: str) -> bool:
    """Whether a line without a comma is an office that a speech may address: "President of the General Assembly"."""
    return bool(_TO_OFFICE.match(f"{line.rstrip()},"))


def may_address(line: str) -> bool:
    """Whether a line is a few words ending in a comma, like a salutation and unlike a title: "Comrades in arms,"."""
    text = line.strip()
    short = text[-1:] in ",;:!" and text[:1].isupper() and len(text.split()) <= _FEW
    return short and not (begins_genre(text) or has_event(text) or has_honorific(text) or is_open(text[:-1]))


def is_salutation(line: str, below: str = "") -> bool:
    """Whether a line addresses the audience: "Mr. President,", "− President of the General Assembly,".

    below: the next line, where a long salutation may continue.
    """
    if len(line) > _LONGEST:
        return False
    wholes = (line, f"{line} {below}") if below and is_open(line) and len(below) <= _LONGEST else (line,)
    if (
        _TO_HONOURED.match(line)
        or _TO_HON.match(line)
        or any(_NAMED.match(each) or _TO_OFFICE.match(each) for each in wholes)
    ):
        return True
    if _HONORIFIC.match(line) and not (_TO_ALL.match(line) or _TO_GATHERING.fullmatch(line)):
        return False
    return bool(_SALUTATION.match(line) or _TO_PERSON.match(line)) or _is_to_several(line)


def _is_to_several(line: str) -> bool:
    """Whether a line addresses one person by name, and others too: "Secretary-General More, Excellencies,"."""
    first, *others = [f"{part.strip()}," for part in line.rstrip(" ,;:!").split(",")]
    return bool(others and _TO_NAME.match(first)) and any(map(_SALUTATION.match, others))


def is_named_salutation(line: str, below: str) -> bool:
    """Whether a line addresses one person by name: "President Yang,", "Monsieur Philémon Yang,".

    below: the next line. Speakers' names are printed like this too, with an office or a country below; here the next
    line must be another salutation, or long and without either.
    """
    found = None if line.isupper() else _TO_NAME.match(line)
    if not found or not all(word[0].isupper() for word in found["name"].split()):
        return False
    text = len(below) > _LONG_TEXT and not (has_chair(below) or has_event(below) or is_letterhead(below))
    return text or is_salutation(below) or bool(_TO_NAME.match(below))


def is_thanks(line: str) -> bool:
    """Whether a line is the thanks that end a speech: "I thank you", "Je vous remercie de votre attention"."""
    return len(line) <= _LONG_THANKS and bool(_THANKS.search(line))


def is_label(line: str) -> bool:
    """Whether a line only says what kind of document, or which part of it, this is: "Press release", "INDICE"."""
    return bool(_RELEASE.fullmatch(line) or _CONTENTS.fullmatch(line))


def is_release(line: str) -> bool:
    """Whether a line is the label of a release: "Press release", "COMUNICATO STAMPA N. 4"."""
    return bool(_RELEASE.fullmatch(line))


def is_letterhead(line: str) -> bool:
    """Whether a line names an office or a state, or is a state's motto: "Permanent Mission of Utopia", "Utopia"."""
    return bool(_OFFICE.match(line)) or is_country(line) or bool(_MOTTO.fullmatch(line.strip()))


def is_office(line: str) -> bool:
    """Whether a line names an office that may be the publisher: a mission, a ministry, a government."""
    return bool(_OFFICE.match(line)) and not is_country(line) and not _STATE.match(line)


def is_country(line: str) -> bool:
    """Whether a line is just the name of a country: "TRINIDAD AND TOBAGO"."""
    return _bare(line) in _countries()


def is_contact(line: str) -> bool:
    """Whether a line holds an address, a telephone number or a web page."""
    return bool(_CONTACT.search(line))


def is_notice(line: str) -> bool:
    """Whether a line only says how the text relates to the speech as given: "Please check against delivery"."""
    found = _DELIVERY.fullmatch(line.strip())
    return bool(found) and len(found[1]) + len(found[2]) <= _LONG_NOTICE if found else False


def is_theme(line: str) -> bool:
    """Whether a meeting's theme begins in a line: "Theme: Leaving no one behind", "« Ne laisser personne"."""
    return bool(_THEME.match(line) or _QUOTED.match(line))


def is_quoted(line: str) -> bool:
    """Whether a line begins with a quotation mark: "« Garder la lumière »"."""
    return bool(_QUOTED.match(line))


def is_section(line: str) -> bool:
    """Whether a line is the heading of a section: "1. The eastern flank", "Introduction"."""
    return bool(_SECTION.match(line) or _CONTENTS.fullmatch(line))


def is_duration(line: str) -> bool:
    """Whether a line is a field with a number: "Time limit: 15 minutes"."""
    return bool(_DURATION.match(line))


def is_rule(line: str) -> bool:
    """Whether a line is a rule drawn in characters: "-----"."""
    return bool(_RULE.fullmatch(line))


def is_source(line: str) -> bool:
    """Whether a line says where the text was taken from: "Source: …"."""
    return bool(_SOURCE.match(line))


def heads_address(line: str) -> bool:
    """Whether a telephone number may follow a line: an office, "For further information, please contact:", a street."""
    return len(line) <= _LONG_TEXT and (is_office(line) or bool(_INQUIRY.match(line) or _POSTAL.fullmatch(line)))


def is_open(line: str) -> bool:
    """Whether a line is too incomplete to end a title: "Statement by", "at the"."""
    return bool(_OPEN.match(line.strip()[-40:])) or line.strip().endswith(",")


def goes_on(line: str) -> bool:
    """Whether a line continues the one above: it begins with a lower-case letter, or with "OF THE"."""
    text = line.strip()
    return text[:1].islower() or bool(_GOES_ON.match(text))


@cache
def _countries() -> frozenset[str]:
    """Names of countries in the archive's languages, from babel, without punctuation."""
    return frozenset(map(_bare, country_names()))


def _bare(name: str) -> str:
    """Reduce a country's name for comparison: "Trinidad & Tobago", "TRINIDAD AND TOBAGO" -> "trinidad tobago"."""
    words = re.sub(r"[\W_]+", " ", name).casefold().split()
    return " ".join(word for word in words if word not in _JOINTS)
