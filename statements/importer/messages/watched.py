"""Why an address cannot be fetched, or what is there cannot be read: kept in English with a watched source.

Those with %(…)s are said by the code that fetches, too, to the person who waits for it.
"""

from django.utils.translation import gettext_noop as _

OF_LISTS = (
    _("The feed cannot be read: {what}."),
    _("it is empty"),
    _("The feed is not well-formed; what could be read of it was."),
    _("The feed cannot be read: it is not well-formed JSON."),
    _("This is JSON, but no JSON Feed."),
    _("The map of the site cannot be read: {words}."),
    _("The page cannot be read: {reason}."),
    _("This is neither a feed, nor the map of a site, nor a page of links."),
    _("It takes more memory to read than is allowed."),
    _("What is there takes too much time or memory to read."),
    _("Nothing is listed there."),
    _("The archive failed on this source: please report it."),
    _("a newer version of “{words}”, which the source has changed"),
)

OF_ADDRESSES = (
    _("This archive fetches nothing from the web."),
    _("The address must begin with %(begins)s."),
    _("The address must not contain a user name or a password."),
    _("The address must not contain the sign #."),
    _("This is not a valid address."),
    _("“%(host)s” is not the name of a server."),
    _("“%(host)s” is not on the public internet."),
    _("Only port %(port)s may be used."),
    _("The address leads in a circle."),
    _("The address leads on and on: more than %(most)s times."),
    _("The address leads on, but does not say where."),
    _("The address leads to an insecure one, “%(after)s”."),
    _("The server does not say whether programs may fetch this: its robots.txt fails."),
    _("The robots.txt of the server asks programs not to fetch this address."),
)

OF_ANSWERS = (
    _("“%(host)s” did not answer in time."),
    _("No server is known by the name “%(host)s”."),
    _("No secure connection to “%(host)s” is possible: %(reason)s."),
    _("The answer of “%(host)s” is not HTTP."),
    _("“%(host)s” cannot be reached."),
    _("The answer begins with too many headers."),
    _("The answer is packed as “%(coding)s”, which is not read."),
    _("The answer is packed, and cannot be unpacked."),
    _("What is there is larger than %(most)s bytes, the limit."),
    _("The answer was cut off before its end. Try again."),
    _("The server asks for a password (401)."),
    _("The server refuses to show this page to programs (403): save it in a browser and upload it."),
    _("There is no such page (404)."),
    _("The page is gone for good (410)."),
    _("The server has had too many requests (429): try again later."),
    _("The server has a fault (%(status)s): try again later."),
    _("The server sends no page (%(status)s)."),
    _("The server does not say what this is, and it is no page, PDF or Word file."),
    _("This is “%(type)s”: only web pages, plain text, PDF and Word files are read."),
)

WATCHED = (*OF_LISTS, *OF_ADDRESSES, *OF_ANSWERS)
