"""What a page of the desk still says in English to somebody who reads it in another language.

A page is compared with the catalogue: whatever it shows that is an English message, and no translation of one, was
forgotten, by a template, by a script, or by the admin below. Words that only English has catch what was never marked.
"""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import django
from babel.messages.mofile import read_mo

from statements.management.commands.update_catalogues import catalogue_of
from statements.models import Document, Paragraph, Publisher, Speaker

_READ = """() => {
    const texts = [], skipped = "script, style, template, code, kbd, pre, textarea, [lang=en], #id_time_zone";
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    const blocks = new Map();
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || parent.closest(skipped)) continue;
        texts.push(node.data);
        const block = parent.closest("p, li, dd, dt, td, th, h1, h2, h3, label, button, summary, legend") ?? parent;
        blocks.set(block, (blocks.get(block) ?? "") + node.data);
    }
    texts.push(...blocks.values());
    for (const each of document.querySelectorAll("*")) {
        if (each.closest("[lang=en]")) continue;
        for (const name of ["title", "aria-label", "placeholder", "alt"]) texts.push(each.getAttribute(name) ?? "");
        for (const words of Object.values(each.dataset)) if (/[a-z] [a-z]/i.test(words)) texts.push(words);
        if (each.matches("input[type=submit], input[type=button]")) texts.push(each.value);
    }
    return texts;
}"""
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z][^>]*>")
_EDGES = " \t\n:;,.…–—·›»«()“”+×"
_ONLY_ENGLISH = re.compile(
    r"\b(?:the|of|and|was|were|this|these|with|by|from|to|is|are|that|has|have|been|which|nobody|somebody|nothing|you|your|yes"
    r"|not|when|what|who|where)\b",
    re.I,
)
_DJANGO = Path(django.__file__).parent
_FEW, _LEAST = 2, 10  # words that only a whole text may be; letters that a longer message must have beside its places


def left_in_english(page, language, theirs=()):
    """The words that a page, open in a browser, has in English. theirs: what people wrote, which is in no language.

    Titles, names and words of documents are theirs, too. Addresses say nothing.
    """
    texts = {" ".join(word for word in each.split() if "/" not in word) for each in page.evaluate(_READ)}
    names = [each for model in (Document, Paragraph, Publisher, Speaker) for each in map(str, model.objects.all())]
    own = sorted({*theirs, *names}, key=len, reverse=True)
    for words in own:
        texts = {each.replace(words, "") for each in texts}
    short, long, translated = _messages(language)
    whole = {each for each in texts if each.strip(_EDGES).casefold() in short}
    told = "\n".join(texts)
    longer = {message for message, (longest, form) in long.items() if longest in told and form.search(told)}
    words = {each for each in texts if _ONLY_ENGLISH.search(each)}
    return sorted(whole | longer | {each for each in words if each.strip(_EDGES).casefold() not in translated})


@cache
def _messages(language):
    """English messages that are whole texts, longer ones by their forms, and all that is said in the language."""
    pairs = list(_pairs(language))
    translated = {said.strip(_EDGES).casefold() for _, said in pairs}
    short, long = set(), {}
    for message, said in pairs:
        if message == said or (plain := message.strip(_EDGES).casefold()) in translated:
            continue
        pieces = [" ".join(each.split()) for each in _PLACE.split(message)]
        if len(message.split()) <= _FEW:
            short.add(plain)
        elif sum(map(len, pieces)) >= _LEAST:
            long[message] = max(pieces, key=len), _form(message)
    return short, long, translated


def _form(message):
    """What finds a message in a text, whatever stands in its places."""
    pieces = (re.escape(" ".join(each.split())) for each in _PLACE.split(message))
    return re.compile(r"(?<!\w)" + r".{0,200}?".join(piece.replace(r"\ ", r"\s*") for piece in pieces) + r"(?!\w)")


def _pairs(language):
    """Each message with its translation: ours, and those of Django's admin."""
    catalogues = [catalogue_of(language)]
    for part in ("conf", "contrib/admin", "contrib/auth"):
        for name in ("django", "djangojs"):
            path = _DJANGO / part / "locale" / language / "LC_MESSAGES" / f"{name}.mo"
            catalogues += [read_mo(BytesIO(path.read_bytes()))] if path.exists() else []
    for message in (each for catalogue in catalogues for each in catalogue if each.id and each.string):
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        yield from zip(ids, strings, strict=False)
