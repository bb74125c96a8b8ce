"""A speaker as typed by a reader: a name, part of one, or the slug at the end of a page's address."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from statements.letters import normalize_name
from statements.models import AS_IN_AN_INDEX, Speaker
from statements.search.fields import speakers_called

_MOST_CANDIDATES = 12
_LONGEST = 200  # characters of a name


@dataclass(frozen=True)
class Asked:
    """What was typed, and the speaker meant; if that is not clear, no speaker, but those who may be meant."""

    typed: str = ""
    speaker: Speaker | None = None
    candidates: list[Speaker] = field(default_factory=list)

    @property
    def unknown(self) -> bool:
        """Whether a speaker was typed but not identified: there is none of that name, or there may be several."""
        return bool(self.typed) and self.speaker is None

    @property
    def shown(self) -> str:
        """The text to show in the field of a form."""
        return self.speaker.name if self.speaker else self.typed


def find_speaker(typed: str) -> Asked:
    """Find the speaker of published documents who is meant: by a present or former slug, or by an unambiguous name."""
    typed = typed.replace("\0", "\ufffd").strip()[:_LONGEST]
    if not typed:
        return Asked()
    public = Speaker.objects.public()
    known = public.filter(Q(slug=typed) | Q(merged__slug=typed)).first()
    if known:
        return Asked(typed, known)
    exactly = list(public.filter(name__iexact=normalize_name(typed))[:2])
    called = list(public.filter(pk__in=speakers_called(typed)).order_by(AS_IN_AN_INDEX, "pk")[:_MOST_CANDIDATES])
    for meant in (exactly, called):
        if len(meant) == 1:
            return Asked(typed, meant[0])
    return Asked(typed, None, called)
