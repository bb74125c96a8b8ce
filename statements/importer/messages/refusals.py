"""Why a file is refused."""

from django.utils.translation import gettext_noop as _

OF_ANY_FILE = (
    _("the file has {size} bytes, more than the limit of {limit}"),
    _("the file has no text"),
    _("the file is empty, it has no text: send it again, or paste the text"),
    _("the file cannot be read: it broke the reader of its format. Save it as text and try again"),
    _("the file takes more than {seconds} seconds to read: split it, or save it as text"),
    _("the file takes more memory to read than is allowed: split it"),
    _("the file could not be read to the end: {words}"),
    _("this is not a file"),
    _("the server says that it is in “{encoding}”, but its bytes are not: save it as UTF-8 and upload it"),
    _("there is no such file"),
    _("cannot be read: {words}"),
    _("files without an ending is not read yet: {names} are"),
    _("{ending} is not read yet: {names} are"),
    _("the importer lost account of the text, please report it: {words}"),
    _("the archive failed on this file: please report it"),
    _("the file waited for 30 days, and nobody had it read: send it again"),
    _("the archive cannot keep it as it was read: this is a fault of the importer, please report it"),
    _("the database does not take it: {words}"),
    _("its paragraphs were edited in the archive; the file has other ones now. Change them there"),
    _("{name} names it, but it is not there"),
)

OF_TEXT = (
    _("{name} files are not text: save the text as .docx or .txt"),
    _("not {encoding} text: byte {start} is wrong. Save it as UTF-8"),
    _("the text has NUL characters: this is not a text file"),
    _("the text has control characters ({name}): this is not a text file. Save it as .txt"),
    _(
        "this is no text: {count} of 100 characters are control characters or the like; open it in the program that"
        " made it, and save or paste the text"
    ),
    _(
        "this is no text but data in letters, without words: open it in the program that made it, and save or paste the"
        " text"
    ),
    _("the text has more than {limit} lines: split it"),
    _("a letter has {count} accents, more than {limit}: this is not text"),
    _("nothing is left of the text once banners, links and footers are dropped"),
    _("the text has {count} paragraphs, more than the limit of {limit}: split it"),
    _("a paragraph has {count} characters, more than {limit}: break it into lines"),
)

OF_WORD = (
    _("the Word file is broken: open it in Word or LibreOffice and save it anew as .docx, or paste the text"),
    _("the Word file has a password: save it without one as .docx, or paste the text"),
    _("the Word file is far too large once it is unpacked: save its text alone as .docx, or paste the text"),
    _("the Word file has elements nested too deeply: save its text alone as .docx, or paste the text"),
    _(
        "the Word file contains a document type declaration, which Word never writes, and is refused for that: open it"
        " in Word or LibreOffice and save it anew as .docx, or paste the text"
    ),
    _("the Word file has more than {limit} elements: split it, or paste the text"),
    _("the Word file has more than {limit} paragraphs: split it"),
    _("the Word file has more than {limit} characters: split it"),
    _("the Word file has no text: if it is a picture of a page, type its text, or have it recognised"),
    _(
        "the Word file has text in a file of another format within or beside it: open it in Word and save it anew as"
        " .docx, or paste the text"
    ),
    _(
        "the file is a broken zip or Word file: open it in Word or LibreOffice and save it anew as .docx, or paste the"
        " text"
    ),
    _("this is a zip but not a Word file (.docx): save the text as .docx or .txt, or paste it"),
    _(
        "this is an Office file of the old kind, as .doc is, which is not read: open it in Word or LibreOffice and save"
        " it anew as .docx, or paste the text"
    ),
    _("this is an OpenDocument file (.odt): open it in LibreOffice and save it as .docx, or paste the text"),
    _("this is an e-book (.epub): open it and paste the text"),
    _("this is a Pages file: export it from Pages as Word (.docx), or paste the text"),
    _("this is a sheet of Excel (.xlsx): save its text in a Word file (.docx), or paste it"),
    _("this is a presentation (.pptx): save its text in a Word file (.docx), or paste it"),
)

OF_PDF = (
    _("the PDF needs a password: save it without one"),
    _("the PDF is broken: {name}. Print it to a new PDF and try again"),
    _("the PDF is broken: its drawings hold each other. Print it to a new PDF and try again"),
    _("the PDF has more than {limit} characters: split it"),
    _("the PDF has more than {limit} pages: split it"),
    _("a page of the PDF has more than {limit} letters: save it as text and try again"),
    _(
        "the PDF is a scan, pictures of pages without text (no text layer): have its text recognised (OCR: in Acrobat"
        " “Scan & OCR”, or the program ocrmypdf) and send that PDF, ask whoever sent it for the text, or paste it"
    ),
    _(
        "the text layer cannot be read: its fonts do not say which letters they show; have its text recognised (OCR:"
        " in Acrobat “Scan & OCR”, or the program ocrmypdf) and send that PDF, ask whoever sent it for the text, or"
        " paste it"
    ),
    _("no text layer, and more than {limit} pages: run OCR first, or split it"),
    _("no text layer, and OCR failed: run it by hand and try again"),
    _("no text layer, and what OCR made of it is too large: run it by hand, or split it"),
    _("no text layer, and OCR takes more than {seconds} seconds: run it first, or split it"),
)

OF_PAGES = (
    _("the page has no text"),
    _("the page has a tag with more than {limit} attributes"),
    _("the page has more than {limit} elements"),
    _("the page has more than {limit} characters"),
    _("the page has more than {limit} paragraphs: split it"),
    _("a paragraph of the page has more than {limit} characters: break it into lines"),
    _("the elements of the page are nested too deeply to be read"),
    _("this is not a document but an error page: it is called {words}"),
    _("this is not a document but a page of links: it has no sentence outside them"),
    _("this is not a document but the frame of a page: it has no text of its own"),
    _("this is not a document but a page to log in: it asks for a password"),
    _("this is not a document but the first page of a site: its address is {address}"),
    _("this is not a document but the first page of a site: it is marked as one"),
    _("this is not a document but {what}: it says {words}"),
    _("an error page"),
    _("a page that keeps readers out"),
    _("a page that needs scripts to show its text"),
    _("a page that asks for consent"),
    _("a search without a result"),
    _("a page to log in"),
    _("a page that only leads to another"),
)

OF_MAILS = (
    _("the mail cannot be read: open it and paste its text"),
    _("the mail has no text of its own: paste what it says"),
    _("the mail has no text of its own but files: {names}: save them and send each by itself"),
    _("the mail has more than {limit} characters"),
    _("the mail has more than {limit} headers: {reason}"),
    _("the mail has more than {limit} parts: save the release by itself and send it"),
    _("the mail has too many parts: save the release by itself and send it"),
    _("the mail has too many parts inside one another: save the release by itself and send it"),
    _("the mail has more than {limit} mails inside one another: send the inner one by itself"),
    _("a part of the mail has more than {limit} bytes: save the release by itself"),
    _("the mail is encrypted: open it, and save or paste its text"),
    _("the mail is encrypted or signed so that only its reader's program opens it (S/MIME)"),
    _("the mail has no such part: choose another"),
    _("{what} cannot be the release: {reason}"),
    _("no text"),
    _("this is no mail"),
    _("the mail has no text: paste what it says"),
    _("the mail has no text of its own, and nothing in it can be read: {parts}"),
    _("{reason}. the mail has no text of its own, and nothing in it can be read: {parts}"),
    _("and {more} more"),
    _("the release seems to be {what}, which is attached to the mail: {reason}"),
    _(
        "the release seems to be {what}, which is attached to the mail: {reason}. Take it out of the mail and send it"
        " by itself"
    ),
    _("the mail “{words}”"),
    _("the mail's own words"),
    _("a file without a name ({what})"),
    _("web page"),
    _("mail"),
    _("file"),
    _(
        "this is {what} that Outlook saved, and no mail: open it in Outlook, and paste the text of the release or send"
        " the file that is attached"
    ),
    _("an appointment"),
    _("a contact"),
    _("a task"),
    _(
        "the mail has its text as rich text of Outlook (RTF) alone, which is not read: open it in Outlook and save it"
        " as HTML or text, or paste the text"
    ),
    _(
        "this is a page saved as one file (.mht), or a mail within a text, which is not read: open it, and save the"
        " page as HTML or the text as .txt, or paste the text"
    ),
    _(
        "this is a mail saved by Outlook (.msg): open it in Outlook and save it as text (.txt) or as .eml, or paste the"
        " text; a release that is attached to it is sent by itself"
    ),
)

OF_PARTS_OF_MAILS = (
    _("a parcel of files (zip): it is not opened, take the files out of it and send them one by one"),
    _("the file winmail.dat, in which Outlook hides attachments: ask the sender for a usual mail"),
    _("the signature of the mail"),
    _("a key"),
    _("an encrypted mail"),
    _("an entry of a calendar"),
    _("an address card"),
    _("the report of a mail server"),
    _("the headers of another mail"),
)

OF_OTHER_FORMATS = (
    _(
        "this is a picture ({what}), in which no text can be read: have its text recognised (OCR) and send the PDF or"
        " Word file that comes of it, or type the text and paste it"
    ),
    _("this is a recording ({what}): send its transcript as a text, Word or PDF file, or paste it"),
    _("this is a program ({what}), not a document: it is not opened"),
    _("this is a parcel of files ({what}), which is not opened: take the files out of it and send them one by one"),
    _("this is {what}: open it and save it as Word (.docx), or paste the text"),
    _("this is {what}, not a document: open the page that is meant, and save that as HTML or paste its text"),
    _("an icon"),
    _("WebM or Matroska"),
    _("Flash video"),
    _("Java or Mach-O"),
    _("MP4 or QuickTime"),
    _("a file in Rich Text Format (.rtf)"),
    _("a PostScript file, made for a printer"),
    _("a WordPerfect file"),
    _("a presentation of the old kind (.ppt)"),
    _("a sheet of Excel of the old kind (.xls)"),
    _("a feed of news (RSS)"),
    _("a feed of news (Atom)"),
    _("the map of a site"),
    _("this is a web archive of Safari: save the page as HTML, or paste the text"),
    _("this is a database (SQLite), not a document"),
    _("this is a list of properties (plist), not a document: paste the text"),
    _("this is an entry of a calendar (.ics), not a document: paste the text"),
    _("this is an address card (.vcf), not a document: paste the text"),
    _("this is only the address of a page, not the page: open it, and paste its text or save the page as HTML"),
)

OF_ZIPS = (
    _("the zip cannot be opened: {words}"),
    _("the zip has {count} files, more than {limit}: split it"),
    _("the zip needs a password: take the files out and upload them"),
    _("the files in the zip have {size} bytes in total, which is too much: split it"),
    _("{name} in the zip is larger than it says, or than the limit"),
    _("a zip inside a zip is not opened: upload it separately"),
    _("the desk does not read manifests: use manage.py import_statements"),
)

REFUSALS = (
    *OF_ANY_FILE, *OF_TEXT, *OF_WORD, *OF_PDF, *OF_PAGES, *OF_MAILS, *OF_PARTS_OF_MAILS, *OF_OTHER_FORMATS, *OF_ZIPS,
)  # fmt: skip
