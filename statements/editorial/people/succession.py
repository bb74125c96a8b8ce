"""Somebody who succeeds somebody else in an office: its titles are copied, and the predecessor's ends on the same day.

An office is held up to the day before the one on which it ends, so that on no day two hold it, and on none nobody does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Func, Q, QuerySet, TextField
from django.utils.translation import gettext

from statements.letters import normalize_name, strip_accents
from statements.models import Office, Speaker

_TITLES = ("title_en", "title_fr", "title_it")


class SuccessionRefusedError(Exception):
    """The message says why somebody cannot succeed in an office."""


@dataclass(frozen=True)
class Succession:
    """What is to be saved: who takes over which office of somebody else, and on which day."""

    speaker: Speaker
    office: Office
    since: date

    @property
    def until(self) -> date | None:
        """The day on which the predecessor's office ends then: the same; an earlier one stays where it is known."""
        ended = self.office.until
        return ended if ended and ended <= self.since else self.since

    @property
    def closes(self) -> bool:
        """Whether the predecessor's office is changed."""
        return self.until != self.office.until

    @property
    def last_day(self) -> date:
        """The last day on which the predecessor held it."""
        return (self.until or self.since) - timedelta(days=1)


def find_offices(speaker: Speaker, words: str) -> QuerySet[Office]:
    """Return offices of others whose titles or holders have these words; those still held first, then the latest."""
    sought = strip_accents(normalize_name(words)).lower()
    said = {
        "said": Func(*_TITLES, function="archive_titled", output_field=TextField()),
        "holder": Func("speaker__name", function="archive_folded", output_field=TextField()),
    }
    others = Office.objects.filter(speaker__merged_into=None).exclude(speaker=speaker).alias(**said)
    found = others.filter(Q(said__contains=sought) | Q(holder__contains=sought)) if sought else others.none()
    return found.select_related("speaker").order_by(F("until").desc(nulls_first=True), F("since").desc(), "pk")


def plan_succession(speaker: Speaker, office: Office, since: date) -> Succession:
    """Return what would be saved. Raises SuccessionRefusedError where it cannot be so."""
    if office.speaker_id == speaker.pk or office.speaker.merged_into_id or speaker.merged_into_id:
        raise SuccessionRefusedError(gettext("Choose an office of somebody else, who was not merged into another."))
    if office.since and office.since >= since:
        raise SuccessionRefusedError(gettext("On that day the other did not hold it yet."))
    same = speaker.offices.filter(**{name: getattr(office, name) for name in _TITLES})
    if same.filter(Q(until=None) | Q(until__gt=since)).exists():
        raise SuccessionRefusedError(gettext("%(name)s holds this office already.") % {"name": speaker})
    return Succession(speaker, office, since)


@transaction.atomic
def succeed(speaker: Speaker, office: Office, since: date, ended: date | None) -> Succession:
    """Save a new office of a speaker, with the titles of another's, which ends. Returns what was saved.

    ended: the day on which the other's office ended, or None, as the editor saw it. Raises SuccessionRefusedError where
    it is another by now, or where it cannot be so.
    """
    locked = Office.objects.select_for_update(of=("self",)).select_related("speaker").filter(pk=office.pk).first()
    if locked is None or locked.until != ended:
        raise SuccessionRefusedError(gettext("That office has been changed in the meantime: look at it again."))
    planned = plan_succession(Speaker.objects.select_for_update().get(pk=speaker.pk), locked, since)
    Office.objects.create(speaker=speaker, since=since, **{name: getattr(locked, name) for name in _TITLES})
    Office.objects.filter(pk=locked.pk).update(until=planned.until)
    return planned
