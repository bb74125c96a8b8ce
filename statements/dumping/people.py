"""Who speaks in documents: what the public sees of them beside the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from statements.importer.bulk.dumped import DumpedOffice, DumpedSpeaker
from statements.models import Content, Speaker
from statements.slugs import longer_slug_of_name


@dataclass(frozen=True)
class PeopleOfContents:
    """Speakers by their slugs and by their names, as they are now: the words may have an earlier name."""

    by_slug: dict[str, Speaker]
    by_name: dict[str, Speaker]

    def describe(self, content: Content) -> list[DumpedSpeaker]:
        """All that a content names, with the names that it has for them; and into whom they were merged."""
        named = dict[str, list[str]]()
        for name, slug in _name_people(content).items():
            named.setdefault(self._find_slug(name, slug), []).append(name)
        for slug in list(named):
            found = self._find(slug, named[slug])
            if found and found.merged_into:
                named.setdefault(found.merged_into.slug, [])
        return [self._describe_speaker(slug, names) for slug, names in named.items()]

    def _find_slug(self, name: str, slug: str) -> str:
        if slug:
            return slug
        return self.by_name[name].slug if name in self.by_name else longer_slug_of_name(name)

    def _find(self, slug: str, names: list[str]) -> Speaker | None:
        if slug in self.by_slug:
            return self.by_slug[slug]
        found = [self.by_name[name] for name in names if name in self.by_name and self.by_name[name].slug == slug]
        return found[0] if found else None

    def _describe_speaker(self, slug: str, names: list[str]) -> DumpedSpeaker:
        """A speaker; one that is there no longer by the name alone."""
        found = self._find(slug, names) or self._find_kept(slug)
        if found is None:
            return DumpedSpeaker(slug=slug, name=names[0], sort_name=names[0], called=names)
        return DumpedSpeaker(
            slug=slug,
            name=found.name,
            sort_name=found.index_name,
            aliases=found.aliases,
            collective=found.collective,
            offices=[_describe_office(each) for each in found.offices.all()],
            called=names,
            merged_into=found.merged_into.slug if found.merged_into else None,
        )

    def _find_kept(self, slug: str) -> Speaker | None:
        """The one into whom another was merged."""
        others = (each.merged_into for each in (*self.by_slug.values(), *self.by_name.values()) if each.merged_into)
        return next((each for each in others if each.slug == slug), None)


def find_people(contents: Iterable[Content]) -> PeopleOfContents:
    """All that contents name, in four statements."""
    named = [_name_people(each) for each in contents]
    names = {name for each in named for name, slug in each.items() if not slug}
    slugs = {slug for each in named for slug in each.values() if slug}
    rows = Speaker.objects.select_related("merged_into").prefetch_related("offices", "merged_into__offices")
    return PeopleOfContents(
        {each.slug: each for each in rows.filter(slug__in=slugs)},
        {each.name: each for each in rows.filter(name__in=names)},
    )


def _name_people(content: Content) -> dict[str, str]:
    """The names in a content, and the slugs of those who take part; of others the words have none."""
    named = {each.name: each.slug for each in content.participations}
    for row in content.paragraphs:
        for name in (row.speaker, *(each.name for each in row.quotations)):
            if name:
                named.setdefault(name, "")
    return named


def _describe_office(office: object) -> DumpedOffice:
    return DumpedOffice(**{name: getattr(office, name) for name in DumpedOffice.__struct_fields__})
