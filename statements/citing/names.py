"""Names as citations have them: family and given name, particle and suffix; as written where no editor has split them.

The parts are those of https://docs.citationstyles.org/en/stable/specification.html#names. They come from the sort name
that an editor gave. A name without one is never taken apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

_SUFFIXES = {"esq", "esq.", "fils", "ii", "iii", "iv", "jnr", "jnr.", "jr", "jr.", "père", "snr", "snr.", "sr", "sr."}
_PARTICLES = {  # in capitals too; in lower case any word at the end of a sort name is one
    *("af", "al", "ap", "at", "av", "bin", "da", "dal", "dalla", "de", "degli", "dei", "del", "della", "den", "der"),
    *("des", "di", "do", "dos", "du", "el", "ibn", "la", "le", "lo", "op", "ten", "ter", "van", "vom", "von"),
    *("zu", "zum", "zur"),
}
_JOINED = ("'", "’", "-")  # at the end of a particle: no space follows


class Parts(NamedTuple):
    """ "Leyen, Ursula von der" -> family "Leyen", given "Ursula", particle "von der"; suffix: "Jr."."""

    family: str
    given: str
    particle: str = ""
    suffix: str = ""

    @property
    def full_family(self) -> str:
        """With its particle: "von der Leyen", "d'Ormesson"."""
        space = "" if not self.particle or self.particle.endswith(_JOINED) else " "
        return f"{self.particle}{space}{self.family}"

    @property
    def inverted(self) -> str:
        """ "von der Leyen, Ursula"; "Kennedy, John F., Jr."."""
        return ", ".join(filter(None, (self.full_family, self.given, self.suffix)))

    @property
    def index_form(self) -> str:
        """The same with the particle at the end, as Chicago has it: "Leyen, Ursula von der"."""
        given = " ".join(filter(None, (self.given, self.particle)))
        return ", ".join(filter(None, (self.family, given, self.suffix)))


@dataclass(frozen=True)
class Name:
    """A person or a body. sort: as in an index, "Meloni, Giorgia", or empty; titles: of offices held that day, by
    language.

    address: of their page here, empty where there is none.
    """

    name: str
    sort: str
    collective: bool = False
    titles: tuple[dict[str, str], ...] = ()
    address: str = field(default="", compare=False)

    @property
    def parts(self) -> Parts | None:
        """What the sort name says of it; None for a body, and where it says no more than the name itself."""
        return None if self.collective or self.sort in ("", self.name) else _parts(self.name, self.sort)

    @property
    def inverted(self) -> str:
        """As a bibliography sorts it, "von der Leyen, Ursula"; as written where it has no parts."""
        return self.parts.inverted if self.parts else self.name

    def title_in(self, language: str) -> str:
        """The titles held, in `language` where there is one in it, else in the first that there is."""
        return ", ".join(titles.get(language) or next(iter(titles.values())) for titles in self.titles)


def _parts(name: str, sort: str) -> Parts | None:
    """ "Kennedy, John F., Jr.", "Kennedy Jr., John F." and "Kennedy, Jr., John F." are one."""
    pieces = [each for piece in sort.split(",") if (each := " ".join(piece.split()))]
    if len(pieces) not in (2, 3):
        return None
    family, given, suffix = (*pieces, "")[:3]
    if suffix and _is_suffix(given):
        given, suffix = suffix, given
    if not suffix and _is_suffix(family.split()[-1]) and " " in family:
        family, _, suffix = family.rpartition(" ")
    if not suffix and _is_suffix(given.split()[-1]) and " " in given:
        given, _, suffix = given.rpartition(" ")
    if _is_suffix(given) or not _is_inversion(name, family, given):
        return None
    return _split_at_particle(name, family, given, suffix)


def _is_suffix(word: str) -> bool:
    return word.casefold() in _SUFFIXES


def _is_inversion(name: str, family: str, given: str) -> bool:
    """Whether family and given name are a name turned round: "Henri, Grand Duke of Luxembourg" is not one.

    What a sort name has beyond the name, as a second given name, is taken as it is.
    """
    words = [word for word in _words(name) if not _is_suffix(word)]
    turned = _words(f"{given} {family}")
    return sorted(turned) != sorted(words) or words in (turned, _words(f"{family} {given}"))


def _words(text: str) -> list[str]:
    for sign in _JOINED:
        text = text.replace(sign, f"{sign} ")
    return text.replace(",", " ").casefold().split()


def _split_at_particle(name: str, family: str, given: str, suffix: str) -> Parts | None:
    """The particle before the family name, or at the end of the given one, where an index has it."""
    first, last = given.split(), family.split()
    behind, before = list[str](), list[str]()
    while first and (first[-1][0].islower() or _is_written_before(name, first[-1], behind, family)):
        behind.insert(0, first.pop())
    while len(last) > 1 and last[0][0].islower() and not behind:
        before.append(last.pop(0))
    return Parts(" ".join(last), " ".join(first), " ".join(behind or before), suffix) if first else None


def _is_written_before(name: str, word: str, behind: list[str], family: str) -> bool:
    """Whether a word is a particle in capitals: the "Van" of "Rompuy, Herman Van"."""
    return word.casefold() in _PARTICLES and " ".join([word, *behind, family]) in name
