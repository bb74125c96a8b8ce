"""What somebody wants to be told: until it is confirmed it travels in the mail that asks, and is kept nowhere."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone, translation

from statements.alerting.rates import next_due
from statements.citing.words import LANGUAGES
from statements.following.wording import followed_words
from statements.keeping.canonical import Parameters, as_query, canonical_parameters
from statements.models import Event, Publication, Subscriber, Subscription, read_moment
from statements.search.memory import archive_state
from statements.search.request import NotUnderstoodError, SearchRequest
from statements.search.selection import Selection, select
from statements.search.strict import read_strictly, refuse_empty

LASTS = timedelta(hours=48)  # as long as it can be confirmed
_SALT = "statements.alerting.wish"
_LATELY = timedelta(days=30)
_MOST_LATELY = 5_000  # documents


class LapsedError(Exception):
    """The address of a confirmation is older than it may be, or was not made here."""


@dataclass(frozen=True)
class Wish:
    """To be told of what a search finds. after: the place in the log where it begins, as (ISO 8601, key)."""

    address: str
    parameters: Parameters
    language: str
    rate: str
    after: tuple[str, int]

    def sign(self) -> str:
        """All of it as a part of an address, which nobody else can make."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    @classmethod
    def read(cls, signed: str) -> Wish:
        """Raises LapsedError."""
        try:
            kept = signing.loads(signed, salt=_SALT, max_age=LASTS)
        except signing.BadSignature as error:
            raise LapsedError from error
        return cls(**{**kept, "after": (kept["after"][0], kept["after"][1])})

    @property
    def fingerprint(self) -> str:
        """What distinguishes one search from others."""
        return hashlib.sha256(json.dumps(self.parameters, sort_keys=True).encode()).hexdigest()


def read_followable(parameters: QueryDict) -> Selection:
    """What the address of a list asks for, where that can be followed. Raises NotUnderstoodError."""
    asked = read_strictly(parameters, ignored=("page", "all", "sort"))
    selection = select(asked, archive_state())
    if asked.words:
        refuse_empty(selection)
    return selection


def count_lately(selection: Selection, moment: datetime) -> int | None:
    """How many documents would have been told as new in the last thirty days; None where very many came in."""
    news = Publication.objects.seen(moment).filter(event=Event.PUBLISHED, quiet=False, at__gt=moment - _LATELY)
    keys = list(news.values_list("document", flat=True)[: _MOST_LATELY + 1])
    return selection.among(keys).count() if len(keys) <= _MOST_LATELY else None


def make_wish(asked: SearchRequest, address: str, language: str, rate: str) -> Wish:
    """The wish to follow a search from now on: what comes before it is confirmed will be told, too."""
    moment = read_moment()
    last = Publication.objects.seen(moment).order_by("at", "pk").last()
    at, key = last.place if last else (moment, 0)
    return Wish(address, canonical_parameters(asked), language, rate, (at.isoformat(), key))


def read_again(followed: Parameters) -> SearchRequest:
    """What is followed, as it is asked for today. Raises NotUnderstoodError where that can no longer be read."""
    return read_strictly(as_query(followed))


def grant(wish: Wish) -> Subscription:
    """Keep a wish that was confirmed; who confirms twice has it once, at the rate confirmed last."""
    try:
        return _keep(wish)
    except IntegrityError:  # she confirms, or stops the last one, at the same moment
        return _keep(wish)


def _keep(wish: Wish) -> Subscription:
    at = datetime.fromisoformat(wish.after[0])
    with transaction.atomic():
        known = Subscriber.objects.select_for_update().at(wish.address).first()
        subscriber = known or Subscriber.objects.create(address=wish.address)
        due = next_due(wish.rate, timezone.now())
        made = {"parameters": wish.parameters, "after_at": at, "after_id": wish.after[1]}
        told = {"rate": wish.rate, "language": wish.language, "due_at": due, "paused": "", "refusals": 0}
        subscription, _ = Subscription.objects.update_or_create(
            subscriber=subscriber, fingerprint=wish.fingerprint, defaults=told, create_defaults={**made, **told}
        )
    return subscription


def describe_followed(followed: Parameters) -> str:
    """The search in words of the language that is spoken; as it was typed where it can no longer be read."""
    try:
        return followed_words(read_again(followed))
    except NotUnderstoodError:
        return " ".join(value for values in followed.values() for value in values)


def speak(language: str) -> translation.override:
    """Within it, pages and messages are in a language: "it"."""
    return translation.override(LANGUAGES[language])
