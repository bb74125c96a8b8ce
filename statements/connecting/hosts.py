"""Several servers in one address, of which libpq takes the first that will do."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "postgres://user:password@first:5432,second:5432/database"
_PORT = 5432
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(?P<port>\d+))?")


def spread_hosts(url: str) -> str:
    """Write the servers of an address in the way that libpq has for them; an address with one server stays as it is.

    "postgres://ada@one:5433,two/archive" -> "postgres://ada@/archive?host=one%2Ctwo&port=5433%2C5432"
    Raises ImproperlyConfigured. What is no address at all is left to dj_database_url, which has an error for that.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    account, at, servers = parts.netloc.rpartition("@")
    if "," not in servers:
        return url
    found = [_HOST.fullmatch(each) for each in servers.split(",")]
    if not all(found):
        raise ImproperlyConfigured(f"DATABASE_URL names several servers, but not in the form {FORM}")
    hosts = ",".join(each["host"].strip("[]") for each in found if each)
    ports = ",".join(each["port"] or str(_PORT) for each in found if each)
    query = "&".join(filter(None, [parts.query, urlencode({"host": hosts, "port": ports})]))
    return urlunsplit(parts._replace(netloc=f"{account}{at}", query=query))
