"""Who issues what a mail brought, judging by the address that it was sent from."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.db.models import Count, Q

from statements.models import Document, Publisher

# Anybody may have an address there.
_ANYBODYS = frozenset([
    "aol.com", "free.fr", "gmail.com", "gmx.com", "gmx.net", "hotmail.com", "hotmail.fr", "hotmail.it", "icloud.com",
    "laposte.net", "libero.it", "live.com", "mail.com", "me.com", "orange.fr", "outlook.com", "outlook.fr",
    "outlook.it", "proton.me", "protonmail.com", "tim.it", "tiscali.it", "virgilio.it", "wanadoo.fr", "yahoo.com",
    "yahoo.fr", "yahoo.it",
])  # fmt: skip


def domain_of(sender: str) -> str:
    """Return the domain of an address, which stands for an office: "Press <p@mod.example>" -> "mod.example"; or ""."""
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    return "" if domain in _ANYBODYS or not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", domain) else domain


def publisher_by_sender(document: Document) -> tuple[Publisher, str] | None:
    """Return who publishes what else came from the domain of a mail's sender or stands at its site; and the domain."""
    domain = domain_of(document.provenance.get("mail", {}).get("from", ""))
    if not domain:
        return None
    sent = Q(documents__provenance__mail__from__iregex=rf"@{re.escape(domain)}>?$")
    stands = Q(documents__source_url__iregex=rf"^https?://(?:[^/]+\.)?{re.escape(domain)}(?:[:/]|$)")
    found = Publisher.objects.filter(sent | stands).annotate(many=Count("documents")).order_by("-many", "name").first()
    return (found, domain) if found else None
