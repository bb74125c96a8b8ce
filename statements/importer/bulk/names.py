"""Find or create speakers and publishers by name, looking up each only once."""

from collections.abc import Iterable

from statements.models import Publisher, Speaker
from statements.slugs import longer_slug_of_name, slug_of_name


class Names:
    """The rows behind names. Throw it away with a transaction that failed: it may have created some of them."""

    def __init__(self) -> None:
        self.speakers: dict[str, Speaker] = {}
        self.publishers: dict[str, Publisher] = {}
        self.slugs: dict[str, Speaker] = {}  # by the slugs of a dump: see restored_names.py
        self.publisher_slugs: dict[str, Publisher] = {}

    def learn(self, speakers: Iterable[str], publishers: Iterable[str]) -> None:
        """Find or create those not known yet. Speakers come with their offices."""
        self._learn_speakers(set(speakers) - self.speakers.keys())
        self._learn_publishers(set(publishers) - self.publishers.keys())

    def _learn_speakers(self, names: set[str]) -> None:
        self._find_speakers(names)
        for slug in (slug_of_name, longer_slug_of_name):
            new = sorted(names - self.speakers.keys())
            rows = [Speaker(name=name, slug=slug(name)) for name in new]
            Speaker.objects.bulk_create(rows, ignore_conflicts=True)
            self._find_speakers(set(new))

    def _find_speakers(self, names: set[str]) -> None:
        if names:
            found = Speaker.objects.filter(name__in=names).select_related("merged_into")
            found = found.prefetch_related("offices", "merged_into__offices")
            self.speakers |= {speaker.name: speaker.current for speaker in found}

    def _learn_publishers(self, names: set[str]) -> None:
        self._find_publishers(names)
        for slug in (slug_of_name, longer_slug_of_name):
            new = sorted(names - self.publishers.keys())
            rows = [Publisher(name=name, slug=slug(name)) for name in new]
            Publisher.objects.bulk_create(rows, ignore_conflicts=True)
            self._find_publishers(set(new))

    def _find_publishers(self, names: set[str]) -> None:
        if names:
            found = Publisher.objects.filter(name__in=names).select_related("merged_into")
            self.publishers |= {publisher.name: publisher.current for publisher in found}
