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
        self._learn_speakers(sorted(set(speakers) - self.speakers.keys()))
        self._learn_publishers(sorted(set(publishers) - self.publishers.keys()))

    def _learn_speakers(self, names: list[str]) -> None:
        if names:
            found = Speaker.objects.filter(name__in=names).prefetch_related("offices")
            self.speakers |= {speaker.name: speaker for speaker in found}
        for name in names:
            if name not in self.speakers:
                slug = _free_slug(Speaker, name)
                self.speakers[name] = Speaker.objects.create(name=name, slug=slug, sort_name=name)

    def _learn_publishers(self, names: list[str]) -> None:
        if names:
            self.publishers |= {publisher.name: publisher for publisher in Publisher.objects.filter(name__in=names)}
        for name in names:
            if name not in self.publishers:
                self.publishers[name] = Publisher.objects.create(name=name, slug=_free_slug(Publisher, name))


def _free_slug(model: type[Speaker] | type[Publisher], name: str) -> str:
    """ "Member 087" -> "member-087"; with letters of the name's hash where that is taken or nothing is left of it."""
    slug, suffix = slugify(name)[:_SLUG_LENGTH].strip("-_"), hashlib.sha256(name.encode()).hexdigest()[:8]
    if not slug or model._default_manager.filter(slug=slug).exists():
        return f"{slug}-{suffix}".strip("-")
    return slug
