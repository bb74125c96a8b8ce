"""Find or create the speakers and publishers of a dump, by their addresses.

What editors have entered here stays. An address that is somebody else's here, or a name that has another address, is
for people to settle: the lines that need it are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from statements.importer.bulk.dumped import Dumped, DumpedPublisher, DumpedSpeaker, MergedPublisher
from statements.importer.bulk.names import Names
from statements.importer.draft import Refused, showable
from statements.models import Office, Publisher, Speaker


def learn_dumped(names: Names, dumped: Sequence[Dumped], *, create: bool) -> None:
    """Find those who are not known yet, and create them if so asked."""
    speakers = {each.slug: each for one in dumped for each in one.speakers if each.slug not in names.slugs}
    publishers = {one.publisher.slug: one.publisher for one in dumped if one.publisher}
    _find_speakers(names, speakers)
    _find_publishers(names, publishers)
    if create:
        with transaction.atomic():
            _create_speakers(speakers[slug] for slug in speakers.keys() - names.slugs.keys())
            _create_publishers([publishers[slug] for slug in publishers.keys() - names.publisher_slugs.keys()])
        _find_speakers(names, speakers)
        _find_publishers(names, publishers)


def _create_publishers(new: list[DumpedPublisher]) -> None:
    """Create publishers, and those that were merged into them; a name that is somebody's here stays theirs."""
    rows = {each.slug: _publisher(each) for each in new}
    Publisher.objects.bulk_create(rows.values(), ignore_conflicts=True)
    kept = Publisher.objects.in_bulk(rows, field_name="slug")
    others = [(kept[each.slug], other) for each in new if each.slug in kept for other in each.merged]
    Publisher.objects.bulk_create((_publisher(other, into) for into, other in others), ignore_conflicts=True)


def _publisher(dumped: DumpedPublisher | MergedPublisher, into: Publisher | None = None) -> Publisher:
    return Publisher(
        slug=dumped.slug, name=dumped.name, language=dumped.language, aliases=dumped.aliases, merged_into=into
    )


def check_dumped(names: Names, dumped: Dumped) -> None:
    """Raise Refused where somebody of a document has another address here, or somebody else has theirs."""
    for each in dumped.speakers:
        _check_address(names.slugs.get(each.slug), each, "speaker")
    if dumped.publisher:
        _check_address(names.publisher_slugs.get(dumped.publisher.slug), dumped.publisher, "publisher")


def _check_address(found: Speaker | Publisher | None, dumped: DumpedSpeaker | DumpedPublisher, what: str) -> None:
    known = {dumped.name, *(dumped.called if isinstance(dumped, DumpedSpeaker) else ())}
    name = showable(dumped.name)
    if found and found.slug != dumped.slug:
        raise Refused(f"the {what} {name} has the address {found.slug!r} here, and {dumped.slug!r} in the dump")
    if found and not known & {found.name, *getattr(found, "aliases", ())}:
        raise Refused(f"the address {dumped.slug!r} is that of the {what} {showable(found.name)} here, not of {name}")


def _find_speakers(names: Names, wanted: dict[str, DumpedSpeaker]) -> None:
    by_name = {each.name: slug for slug, each in wanted.items()}
    rows = Speaker.objects.select_related("merged_into").prefetch_related("offices", "merged_into__offices")
    for row in rows.filter(name__in=list(by_name)):
        names.slugs[by_name[row.name]] = row
    for row in rows.filter(slug__in=list(wanted)):
        names.slugs[row.slug] = row


def _find_publishers(names: Names, wanted: dict[str, DumpedPublisher]) -> None:
    by_name = {each.name: slug for slug, each in wanted.items()}
    rows = Publisher.objects.select_related("merged_into")
    for row in rows.filter(name__in=list(by_name)):
        names.publisher_slugs[by_name[row.name]] = row
    for row in rows.filter(slug__in=list(wanted)):
        names.publisher_slugs[row.slug] = row


def _create_speakers(new: Iterable[DumpedSpeaker]) -> None:
    """Those whom others were merged into come first."""
    dumped = sorted(new, key=lambda each: (each.merged_into is not None, each.slug))
    for group in ([each for each in dumped if not each.merged_into], [each for each in dumped if each.merged_into]):
        kept = Speaker.objects.in_bulk([each.merged_into for each in group], field_name="slug")
        rows = [_speaker(each, kept.get(each.merged_into or "")) for each in group]
        Speaker.objects.bulk_create(rows)
        Office.objects.bulk_create(
            Office(speaker=row, **{name: getattr(office, name) for name in office.__struct_fields__})
            for row, each in zip(rows, group, strict=True)
            for office in each.offices
        )


def _speaker(dumped: DumpedSpeaker, kept: Speaker | None) -> Speaker:
    return Speaker(
        slug=dumped.slug,
        name=dumped.name,
        sort_name="" if dumped.sort_name == dumped.name else dumped.sort_name,
        aliases=dumped.aliases,
        collective=dumped.collective,
        merged_into=kept,
    )
