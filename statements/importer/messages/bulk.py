"""What became of a file of many documents, and why some of its lines are refused."""

from django.utils.translation import gettext_noop as _

REPORT = (
    _("no documents"),
    _("{count} created"),
    _("{count} updated"),
    _("{count} unchanged"),
    _("{count} refused"),
    _("line {line}: {reason}"),
    _("cannot be read to its end: {words}"),
    _("it has more than {limit} documents: load it with manage.py import_statements"),
    _("only people who may publish can load files of many documents"),
)

OF_LINES = (
    _("the line has more than {limit} bytes"),
    _("not UTF-8: byte {start} of the line is wrong"),
    _("not JSON: {words} at character {start}"),
    _("not JSON that can be read: a number is too long, or it is nested too deeply"),
    _("not a JSON object"),
    _("id is empty, or has spaces around it or characters that cannot be shown"),
    _("id {name} is that of line {line} too"),
    _("a field is given twice"),
    _("text is empty"),
    _("no {names}"),
    _("unknown field {name}: {names} are known"),
    _("{name} is not a string"),
    _("{name} has a NUL character"),
    _("{name} has half a character ({code}) at {start}"),
    _("{name} has {count} characters, more than {limit}"),
    _("language {name} is not one of {names}"),
    _("date: {words}"),
    _("speakers is not a list"),
    _("there are more than {limit} speakers"),
    _("the name of a speaker is empty or has more than 200 characters"),
)

OF_DUMPS = (
    _("it is in the archive with other versions: a dump adds what is missing, and changes nothing"),
    _("not as a dump has it: {words}"),
    _("a field of a dump has half a character"),
    _("the content of version {number} cannot be read: {words}"),
    _("the numbers of its versions do not rise"),
    _("version {number} has no SHA-256, or no moment of publication with a time zone"),
    _("two paragraphs have one key"),
    _("the language or the kind of its last version is not one of this archive"),
    _("somebody takes part in a way that there is not"),
    _("a quotation is not within paragraph {number}"),
    _("paragraph {number} is empty, or of a kind or in a language that there is not"),
    _("{name} is not that of its last version"),
    _("it names somebody of whom it says nothing else"),
    _("it has a publisher of whom it says nothing else"),
    _("the speaker {name} has the address {address} here, and {slug} in the dump"),
    _("the publisher {name} has the address {address} here, and {slug} in the dump"),
    _("the address {address} is that of the speaker {name} here, not of {words}"),
    _("the address {address} is that of the publisher {name} here, not of {words}"),
    _("its address {address} is that of another document here, or of a deleted one"),
    _("the content of a version has characters that the database cannot store"),
    _("the content of version {number} is not what was published: its SHA-256 differs"),
)

BULK = (*REPORT, *OF_LINES, *OF_DUMPS)
