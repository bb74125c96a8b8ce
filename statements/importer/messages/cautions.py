"""What an editor should look at: the warnings of the importer, and where it found the facts."""

from django.utils.translation import gettext_noop as _

WARNINGS = (
    _("the text reads as {language}: the archive has {languages} only"),
    _("the text is in {script} letters: the archive has {languages} only"),
    _("the text reads as {language}, but {origin} says {another}"),
    _("about half the text reads as {language}"),
    _("about half the text is in {script} letters"),
    _("about a third of the text reads as {language}"),
    _("about a third of the text is in {script} letters"),
    _("letters are lost in a word, “{words}”: compare them with the source"),
    _("letters are lost in {count} words, such as “{words}”: compare them with the source"),
    _("letters are lost in {count} words or more, such as “{words}”: compare them with the source"),
    _("letters are wrong in a word, “{words}”: the file was saved in two encodings, one upon the other"),
    _("letters are wrong in {count} words, such as “{words}”: the file was saved in two encodings, one upon the other"),
    _(
        "letters are wrong in {count} words or more, such as “{words}”: the file was saved in two encodings, one upon"
        " the other"
    ),
    _("words are struck out in the source and left out: {words}"),
    _("words are struck out in the source and left out: {words} and {more} more"),
    _("the text is under embargo, “{words}”"),
    _("the text is under embargo, “{words}”: not before {moment}"),
    _("the covering note above the mail is left out, “{words}”"),
    _("the mail that is answered, quoted below the text, is left out"),
    _("the mail has files that are not read: {names}"),
    _("the mail has several parts: {what} taken for the release, not {names}"),
    _("the mail says that its letters are {encoding}, they were read as {another_encoding}: check accented words"),
    _("the mail does not say what its letters are; {encoding} is a guess"),
    _("{what} cannot be read: {reason}"),
    _("page {number} of {count} without text: compare with the file"),
    _("pages {numbers} of {count} without text: compare with the file"),
    _("pages {numbers} and {more} more of {count} without text: compare with the file"),
    _("its name ends in {ending}, but it is {what}: is it the file that was meant?"),
    _("a plain text"),
    _("a web page"),
    _("the words were recognised by OCR: compare them with the pages"),
    _("it stays a draft, since it has no language: choose one at the desk, or state it in the manifest"),
)

ORIGINS = (
    _("from {origin}"),
    _("a guess, {percent}% sure"),
    _("guess, {percent}% sure"),
    _("manifest"),
    _("text"),
    _("subject"),
    _("the PDF"),
    _("the Word file"),
    _("the mail"),
    _("the mail's date"),
    _("the text, “{words}”"),
    _("front matter, “{words}”"),
    _("the sender"),
    _("its turns"),
    _("its title, “{words}”"),
    _("above the title, “{words}”"),
)

CAUTIONS = (*WARNINGS, *ORIGINS)
