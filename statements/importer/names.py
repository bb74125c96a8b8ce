"""Speakers and publishers by name, found or created, each looked up once."""

import hashlib
from collections.abc import Iterable

from django.utils.text import slugify

from statements.models import Publisher, Speaker

_SLUG_LENGTH = 70


class Names:
    """The rows that names stand for. To be thrown away with a transaction that failed: it may have created some."""

    def __init__(self) -> None:
        self.speakers: dict[str, Speaker] = {}
        self.publishers: dict[str, Publisher] = {}

    def learn(self, speakers: Iterable[str], publishers: Iterable[str]) -> None:
        """Find or create those not known yet. Speakers come with their offices."""
        self._learn_speakers(set(speakers) - self.speakers.keys())
        self._learn_publishers(set(publishers) - self.publishers.keys())

    def _learn_speakers(self, names: set[str]) -> None:
        self._find_speakers(names)
        for slug in (_slug, _longer_slug):
            new = sorted(names - self.speakers.keys())
            rows = [Speaker(name=name, slug=slug(name), sort_name=name) for name in new]
            Speaker.objects.bulk_create(rows, ignore_conflicts=True)
            self._find_speakers(set(new))

    def _find_speakers(self, names: set[str]) -> None:
        if names:
            found = Speaker.objects.filter(name__in=names).select_related("merged_into")
            found = found.prefetch_related("offices", "merged_into__offices")
            self.speakers |= {speaker.name: speaker.current for speaker in found}

    def _learn_publishers(self, names: set[str]) -> None:
        self._find_publishers(names)
        for slug in (_slug, _longer_slug):
            new = sorted(names - self.publishers.keys())
            rows = [Publisher(name=name, slug=slug(name)) for name in new]
            Publisher.objects.bulk_create(rows, ignore_conflicts=True)
            self._find_publishers(set(new))

    def _find_publishers(self, names: set[str]) -> None:
        if names:
            self.publishers |= {publisher.name: publisher for publisher in Publisher.objects.filter(name__in=names)}


def _slug(name: str) -> str:
    """What a name is in an address: "Member 087" -> "member-087"."""
    return slugify(name)[:_SLUG_LENGTH].strip("-_") or _longer_slug(name)


def _longer_slug(name: str) -> str:
    """With letters of the name's hash, where the short one is another's."""
    suffix = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{slugify(name)[:_SLUG_LENGTH].strip('-_')}-{suffix}".strip("-")
