"""Thirty mails as press offices and newsrooms send them, each with what is the release in it."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache

from tests.importer.formats.making import files_of, make_docx, make_pdf, zipped
from tests.importer.formats.making_msg import attached_mail, attachment, message, msg

IT, FR, EN = "Riunione dei ministri a Oslo", "Réunion des ministres à Oslo", "The ministers meet in Oslo"
TEXTS = {
    IT: ["I ministri si sono riuniti oggi a Oslo per parlare del porto, del faro e di coloro che lo tengono acceso.",
         "«Il faro è più luminoso di ieri», ha detto il ministro, «e resterà acceso finché qualcuno lo cercherà»."],
    FR: ["Les ministres se sont réunis aujourd’hui à Oslo pour parler du port, du phare et de ceux qui le gardent.",
         "« Le phare est plus clair qu’hier », a dit le ministre, « et il restera allumé tant qu’on le cherchera »."],
    EN: ["The ministers met in Oslo today to speak of the harbour, of the light and of all who keep it burning.",
         "“The light is brighter than it was yesterday,” the minister said, “and it shall burn as long as we sail.”"],
}  # fmt: skip
NOTES = {
    IT: "Gentili colleghi,\n\nin allegato il comunicato stampa di oggi.\n\nCordiali saluti,\nUfficio stampa",
    FR: "Bonjour,\n\nVous trouverez en pièce jointe notre communiqué.\n\nBien cordialement,\nLe service de presse",
    EN: "Dear all,\n\nplease find attached our release of today.\n\nKind regards,\nPress office",
}
DISCLAIMERS = (
    "Questo messaggio e i suoi allegati sono riservati ai soli destinatari: chi lo avesse\nricevuto per errore è"
    " pregato di cancellarlo e di avvisare il mittente.\n\nCe message et ses pièces jointes sont confidentiels et"
    " destinés à leurs seuls\ndestinataires.\n\nThis e-mail and any files transmitted with it are confidential and"
    " intended solely for\nthe use of the individual to whom they are addressed."
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
_HIDDEN = "<style>p {color: #222}</style>"


@dataclass
class Mailing:
    """A mail, the title of its release, and the name of the attached file that it is, if it is one."""

    kind: str
    content: bytes
    title: str
    attached: str = ""

    @property
    def words(self) -> list[str]:
        return " ".join(TEXTS[self.title]).split()


def plain(title, mark="", width=0):
    return "\n\n".join(f"{mark}{each}" for each in TEXTS[title])


def html(title):
    return "".join(f"<p>{each}</p>" for each in TEXTS[title])


@cache  # a zip has the time in it
def word(title):
    title_style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>'
    texts = [(title_style, title), *(("", each) for each in TEXTS[title])]
    made = make_docx("".join(f"<w:p>{style}<w:r><w:t>{each}</w:t></w:r></w:p>" for style, each in texts))
    return zipped({"[Content_Types].xml": "<Types/>", **files_of(made)})


def pdf(title):
    lines = [(72, 770, 20, title)]
    place = 730
    for each in TEXTS[title]:
        words, line = each.replace("’", "'").replace("“", '"').replace("”", '"').split(), ""
        for one in words:
            if len(line) + len(one) > 80:
                lines.append((72, place, 11, line.strip()))
                place, line = place - 14, ""
            line += f" {one}"
        lines.append((72, place, 11, line.strip()))
        place -= 34
    return make_pdf(lines)


def mail(title, subject="", **headers):
    made = EmailMessage()
    made["From"], made["To"] = headers.get("sender", "Press office <press@harbour.example>"), "desk@paper.example"
    made["Subject"] = subject or title
    made["Date"] = "Thu, 04 Jul 2024 09:15:00 +0200"
    return made


def with_text(title, text, subject="", **content):
    made = mail(title, subject)
    made.set_content(text, **content)
    return made


def attach(made, name, content, kind="octet-stream", main="application"):
    made.add_attachment(content, maintype=main, subtype=kind, filename=name)
    return made


def raw(title, charset, encoded, declared="", subject=""):
    """A mail whose letters are in `encoded` and which says that they are in `declared`."""
    head = "From: Press <p@h.example>\nTo: d@p.example\nDate: Thu, 4 Jul 2024 09:15:00 +0200\nMIME-Version: 1.0\n"
    head += f"Subject: {subject}\nContent-Type: text/plain; charset={declared or charset}\n"
    return (head + "Content-Transfer-Encoding: 8bit\n\n").encode() + encoded


def nested(title):
    """multipart/mixed( multipart/related( multipart/alternative( text, html ), png ), pdf )."""
    outer, related, alternative = MIMEMultipart("mixed"), MIMEMultipart("related"), MIMEMultipart("alternative")
    alternative.attach(MIMEText(plain(title), "plain", "windows-1252" if title == FR else "utf-8"))
    alternative.attach(MIMEText(f"<html>{_HIDDEN}<body>{html(title)}<img src=cid:a></body></html>", "html", "utf-8"))
    picture = MIMEBase("image", "png")
    picture.set_payload(PNG)
    picture["Content-ID"] = "<a>"
    related.attach(alternative)
    related.attach(picture)
    outer.attach(related)
    outer["From"], outer["Subject"], outer["Date"] = "p@h.example", title, "Thu, 4 Jul 2024 09:15:00 +0200"
    return outer.as_bytes()


def apple(title):
    """Text, a picture, more text, as Apple's program cuts them."""
    outer = MIMEMultipart("mixed")
    first, second = TEXTS[title]
    picture = MIMEBase("image", "png", name="light.png")
    picture.set_payload(PNG)
    picture["Content-Disposition"] = "inline; filename=light.png"
    for each in (MIMEText(first + "\n\n", "plain", "utf-8"), picture, MIMEText("\n\n" + second, "plain", "utf-8")):
        outer.attach(each)
    outer["From"], outer["Subject"], outer["Date"] = "p@h.example", title, "Thu, 4 Jul 2024 09:15:00 +0200"
    return outer.as_bytes()


def flowed(title):
    lines = []
    for each in TEXTS[title]:
        words, line = each.split(), ""
        for one in words:
            if len(line) + len(one) > 66:
                lines.append(f"{line} ")
                line = ""
            line = f"{line} {one}".strip()
        lines += [line, ""]
    body = "\n".join([*lines, "-- ", "Press office"])
    return (
        f"From: p@h.example\nSubject: {title}\nDate: Thu, 4 Jul 2024 09:15:00 +0200\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
    ).encode()


def forwarded_page(title):
    head = (
        "<p>FYI</p><hr><p><b>From:</b> Press &lt;p@h.example&gt;<br><b>Sent:</b> Thursday, July 4, 2024 9:15 AM<br>"
        f"<b>To:</b> Desk<br><b>Subject:</b> {title}</p>"
    )
    made = mail(title, f"FW: {title}")
    made.set_content(f"<html><body>{head}{html(title)}<p>Kind regards,<br>Press office</p></body></html>", "html")
    return made.as_bytes()


def signed(title):
    outer = MIMEMultipart("signed", protocol="application/pkcs7-signature")
    outer.attach(MIMEText(plain(title), "plain", "utf-8"))
    signature = MIMEBase("application", "pkcs7-signature", name="smime.p7s")
    signature.set_payload(b"\x30\x82")
    outer.attach(signature)
    outer["From"], outer["Subject"], outer["Date"] = "p@h.example", title, "Thu, 4 Jul 2024 09:15:00 +0200"
    return outer.as_bytes()


def forwarded_mail(title):
    outer = with_text(title, "Per conoscenza.\n", f"I: {title}")
    outer.add_attachment(with_text(title, f"{plain(title)}\n\nCordiali saluti\nUfficio stampa\n"))
    return outer.as_bytes()


def forwarded_word(title):
    """A mail with a Word file, attached to a mail."""
    inner = attach(with_text(title, NOTES[title]), "comunicato.docx", word(title))
    outer = with_text(title, "FYI\n", f"Fwd: {title}")
    outer.add_attachment(inner)
    return outer.as_bytes()


def alternative(title, text, page, **content):
    made = with_text(title, text, **content)
    made.add_alternative(page, subtype="html")
    return made.as_bytes()


def named_badly(title):
    """A Word file whose name is encoded as no rule allows and all programs do."""
    name = "=?utf-8?q?Communiqu=C3=A9_n=C2=B012.docx?="
    content = attach(with_text(title, NOTES[title]), "x.docx", word(title)).as_bytes()
    return content.replace(b'filename="x.docx"', f'filename="{name}"'.encode())


ENCODED = "=?utf-8?q?R=C3=A9union_des_ministres_=C3=A0_Oslo?="
FORWARDED = (
    "Pour info.\n\n-----Message d'origine-----\nDe : Presse <p@h.example>\nEnvoyé : jeudi 4 juillet 2024 09:15\n"
    f"À : Rédaction\nObjet : {FR}\n\n"
)
OLD_PAGE = f"<html><head><meta charset=windows-1252></head><body>{html(FR)}</body></html>"
VIEW = "View this mail in your browser: https://l.example"
EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18


WITH_NOTICES = f"{plain(IT)}\n\nCordiali saluti\nUfficio stampa\n\n____\n{DISCLAIMERS}\n"
OUTLOOKS = plain(IT).replace("\n", "\r\n") + "\r\n\r\nCordiali saluti\r\nUfficio stampa"
SIGNED = f"{plain(EN)}\n\n-- \nPress office\n+1"
TWICE = f"{plain(EN)}\n\n{plain(EN)}\n"
LOGO = attachment("logo.png", PNG, mime="image/png", shown=True)
INNER = message(IT, plain(IT), codepage="cp1252", cpid=1252, inside=True)


def with_file(title, name, content, kind="octet-stream"):
    """A note with the release attached."""
    return attach(with_text(title, NOTES[title]), name, content, kind)


def make_mailings():
    """All of them. The .msg ones have the storages that Outlook writes."""
    newsletter = (
        "<p>Se non visualizzi correttamente questa e-mail, clicca qui</p>"
        f"{html(IT)}<p>Ricevi questa e-mail perché sei iscritto.</p><p>Per cancellarti: https://l.example/u</p>"
    )
    return [
        Mailing("a text, quoted-printable", with_text(IT, plain(IT), cte="quoted-printable").as_bytes(), IT),
        Mailing("a text, base64", with_text(FR, plain(FR), cte="base64").as_bytes(), FR),
        Mailing("a text, 7 bits, with a signature", with_text(EN, SIGNED).as_bytes(), EN),
        Mailing("windows-1252", raw(FR, "windows-1252", plain(FR).encode("cp1252"), subject=ENCODED), FR),
        Mailing("latin-1 that is windows-1252", raw(FR, "", plain(FR).encode("cp1252"), "iso-8859-1", FR), FR),
        Mailing("latin-1 that is UTF-8", raw(IT, "", plain(IT).encode(), "iso-8859-1", IT), IT),
        Mailing("UTF-8 that is windows-1252", raw(IT, "", plain(IT).encode("cp1252"), "utf-8", IT), IT),
        Mailing("letters of no known set", raw(IT, "", plain(IT).encode("cp1252"), "x-unknown", IT), IT),
        Mailing("ASCII that is UTF-8", raw(FR, "", plain(FR).encode(), "us-ascii", FR), FR),
        Mailing("flowed", flowed(IT), IT),
        Mailing("text and page", alternative(FR, plain(FR), f"<html><body>{html(FR)}</body></html>"), FR),
        Mailing("a page that a text only names", alternative(EN, VIEW, f"<html><body>{html(EN)}</body></html>"), EN),
        Mailing("a page alone", alternative(IT, "", newsletter), IT),
        Mailing("a forwarded page", forwarded_page(EN), EN),
        Mailing("related within alternative within mixed", nested(FR), FR),
        Mailing("cut in two around a picture", apple(IT), IT),
        Mailing("signed", signed(FR), FR),
        Mailing(
            "disclaimers in three languages",
            with_text(IT, WITH_NOTICES).as_bytes(),
            IT,
        ),
        Mailing("a forwarded text", with_text(FR, f"{FORWARDED}{plain(FR)}\n", f"TR: {FR}").as_bytes(), FR),
        Mailing("a mail attached to a mail", forwarded_mail(IT), IT),
        Mailing(
            "a Word file, in allegato",
            attach(with_text(IT, NOTES[IT]), "comunicato.docx", word(IT)).as_bytes(),
            IT,
            "comunicato.docx",
        ),
        Mailing(
            "a PDF, en pièce jointe",
            with_file(FR, "communique.pdf", pdf(FR), "pdf").as_bytes(),
            FR,
            "communique.pdf",
        ),
        Mailing(
            "a Word file and the same as PDF",
            attach(with_file(EN, "r.pdf", pdf(EN)), "r.docx", word(EN)).as_bytes(),
            EN,
            "r.docx",
        ),
        Mailing("a Word file in a mail in a mail", forwarded_word(IT), IT, "comunicato.docx"),
        Mailing("a Word file with a name that breaks the rules", named_badly(FR), FR, "Communiqué n°12.docx"),
        Mailing(
            "a text with a parcel of pictures",
            attach(with_text(EN, TWICE), "photos.zip", EMPTY_ZIP).as_bytes(),
            EN,
        ),
        Mailing(
            "Outlook, text", msg(IT, plain(IT).replace("\n", "\r\n") + "\r\n\r\nCordiali saluti\r\nUfficio stampa"), IT
        ),
        Mailing("Outlook, a page in windows-1252", msg(FR, html=OLD_PAGE.encode("cp1252"), cpid=1252), FR),
        Mailing(
            "Outlook, a Word file",
            msg(
                EN,
                NOTES[EN],
                attached=[
                    attachment("logo.png", PNG, mime="image/png", shown=True),
                    attachment("release.docx", word(EN)),
                ],
            ),
            EN,
            "release.docx",
        ),
        Mailing(
            "Outlook, a mail in a mail, 8 bits",
            msg(
                "I: leggi",
                "FYI",
                attached=[attached_mail(INNER)],
            ),
            IT,
        ),
    ]
