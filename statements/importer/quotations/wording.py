"""The words of a language that show who is quoted, as patterns: verbs of saying, denials, sources, subjects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

from statements.importer.vocabulary import NOTHING, alternatives, words
from statements.languages import LANGUAGES

MASK = "\ue000"  # stands for each character of a quotation, whose words do not tell who said them
_TOKEN = re.compile(rf"[^\W\d_]+['’](?=\w)|[^\W_{MASK}][\w.-]*|[^\w\s]")
_TELLING = ("determiners", "prepositions", "participles", "verbs", "auxiliaries", "subordinators", "sources")


class Wording:
    """The patterns of one language, or of all if a text is too short to tell which it is in."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def of(self, name: str) -> str:
        """A pattern for any word of the list `name`, whole; an elided word may touch the next one."""
        pattern = alternatives(f"saying.{name}", *self.languages)
        return NOTHING if pattern == NOTHING else rf"(?<![\w-])(?:{pattern})(?:(?<=['’])|(?![\w-]))"

    @cache  # noqa: B019 - there are four of these objects at most
    def set_of(self, name: str) -> frozenset[str]:
        """The words of the list `name`, in small letters, with straight apostrophes."""
        return frozenset(word.casefold() for word in words(f"saying.{name}", *self.languages))

    def has(self, token: str, *names: str) -> bool:
        plain = token.casefold().replace("’", "'")
        return any(plain in self.set_of(name) or plain.rstrip(".") in self.set_of(name) for name in names)

    @cached_property
    def events(self) -> re.Pattern[str]:
        """What may come before quoted words and tell whose they are; the name of the group says what it is."""
        by_ending = rf"\w+{alternatives('saying.adverb_endings')}\b"
        between = rf"(?:\s+(?:{self.of('adverbs')}|{self.of('negations')}|{by_ending})){{0,3}}"
        said, has, inverted = self.of("participles"), self.of("auxiliaries"), alternatives("saying.inverted_pronouns")
        kinds = {
            "untrue": self.of("untrue"),
            "comparison": self.of("comparisons"),
            "denial": self.of("denials"),
            "topic": self.of("topics"),
            "words": self.of("words_of"),
            "source": self.of("sources"),
            "quoter": self.of("quoters"),
            "claim": self.of("claims"),
            "inverted": rf"(?<!\w)(?:{alternatives('saying.inverted_auxiliaries')}-t-{inverted}"
            rf"|{alternatives('saying.inverted_reflexives')}-{inverted}){between}\s+{said}"
            rf"|(?<![\w-])(?:{alternatives('saying.verbs', *self.languages)})-(?:t-)?{inverted}(?!\w)",
            "plural": rf"{self.of('plural_verbs')}|{self.of('plurals')}{between}\s+{said}",
            "passive": rf"{self.of('passives')}{between}\s+{said}",
            "wish": rf"{self.of('wishes')}\s+(?:\w+\s+)?{self.of('infinitives')}",
            "infinitive": rf"(?<!\w){alternatives('saying.perfect_infinitives')}{between}\s+{said}"
            rf"|{self.of('infinitives')}",
            "hearsay": rf"{self.of('conditionals')}{between}\s+{said}",
            "reduced": rf"{said}\s+(?={self.of('agents')})",
            "verb": rf"{self.of('verbs')}|{has}{between}\s+{said}",
            "gerund": self.of("gerunds"),
            "contrast": rf";|{self.of('contrasts')}|,\s*{self.of('conjunctions')}",
        }
        either = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
        return re.compile(rf"(?=[^\W\d_]|[;,])(?:{either})", re.IGNORECASE)

    @cached_property
    def manner_endings(self) -> str:
        """A pattern for endings of what may stand between a subject and its verb: "clearly", "herself"."""
        of_one = words("saying.manner_endings_of_one", *self.languages) if len(self.languages) == 1 else ()
        return "|".join((*words("saying.manner_endings"), *of_one))

    @cached_property
    def boundary(self) -> re.Pattern[str]:
        """Where a clause may begin."""
        names = ("subordinators", "contrasts", "relatives", "conjunctions", "that")
        return re.compile(rf"[:;]|{'|'.join(self.of(name) for name in names)}", re.IGNORECASE)

    @cache  # noqa: B019
    def pattern(self, name: str) -> re.Pattern[str]:
        return re.compile(self.of(name), re.IGNORECASE)


def tokens(text: str) -> list[str]:
    """Words, elided ones separate, and marks: "l'incontro di M. Quist," -> l', incontro, di, M., Quist and a comma."""
    return _TOKEN.findall(text)


@cache
def _wording(*languages: str) -> Wording:
    return Wording(languages)


def wording_of(texts: Iterable[str]) -> Wording:
    """The wording of the language that most small words of `texts` belong to; of all languages if that is unclear."""
    found = [token.casefold().replace("’", "'") for text in texts for token in tokens(text)]
    telling = {code: _telling(code) for code in LANGUAGES}
    counts = {code: sum(token in words for token in found) for code, words in telling.items()}
    most = max(counts.values())
    best = [code for code, count in counts.items() if count == most]
    return _wording(*(best if len(best) == 1 else LANGUAGES))


@cache
def _telling(code: str) -> frozenset[str]:
    """Words that no other language of ours has in these lists."""
    own = {part for name in _TELLING for word in words(f"saying.{name}", code) for part in word.split()}
    others = {
        part
        for other in LANGUAGES
        if other != code
        for name in _TELLING
        for word in words(f"saying.{name}", other)
        for part in word.split()
    }
    return frozenset(own - others)
