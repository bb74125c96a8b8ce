"""Words that were given to a speaker although a label above them says that somebody else has the floor are nobody's.

What can be told: the importer gave a whole document to the only one who speaks in it, unless an editor touched its
paragraphs; and the button of the desk that gives turns leaves a line in the log. Where the log tells of anything else
that was done to paragraphs, an editor may have decided, and nothing is changed. What is published is not changed
either, since readers were shown it: `verify_archive` names it.
"""

import re

from django.db import migrations

from statements.importer.attribute import labels_of_person
from statements.importer.labels.detect import label_at
from statements.importer.turns import beginnings, continue_turns

_GIVEN = re.compile(r"Gave the turns of (.+?) to (.+)\.", re.DOTALL)
_BY_HAND = re.compile(r" is now |paragraph|^(?:Split|Joined|Dropped|Restored) ")


def take_back(apps, schema_editor):
    documents = apps.get_model("statements", "Document").objects.exclude(status="published")
    for document in documents.filter(paragraphs__speaker__isnull=False).distinct().iterator(chunk_size=200):
        rows = list(document.paragraphs.order_by("position").select_related("speaker"))
        begun = beginnings([row.text for row in rows], least=1)
        if not any(begun):
            continue
        by_hand = document.provenance.get("paragraphs") == "editor"
        owners = _owners_by_log(apps, document) if by_hand else _owners_by_import(rows, begun)
        if owners is None:
            continue
        turns = zip(rows, continue_turns(begun), strict=True)
        wrong = [
            row.pk for row, label in turns if row.speaker and not _is_own(label, owners.get(row.speaker.name, set()))
        ]
        document.paragraphs.filter(pk__in=wrong).update(speaker=None)


def _is_own(label, keys):
    return label is not None and bool({label.key, _key(label.written)} & keys)


def _key(label):
    found = label_at(f"{label}: X")
    return found.key if found else label


def _owners_by_import(rows, begun):
    """The keys of the labels by speaker; None where more than one has words, which is not the importer's doing."""
    speakers = {row.speaker.pk: row.speaker for row in rows if row.speaker}
    if len(speakers) != 1:
        return None
    [speaker] = speakers.values()
    own = labels_of_person((label for label in begun if label), speaker.name, speaker.aliases)
    return {speaker.name: {_key(label) for label in own}}


def _owners_by_log(apps, document):
    """The same, as the log tells; None where paragraphs were changed otherwise."""
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        object_id=str(document.pk), content_type__app_label="statements", content_type__model="document"
    )
    owners = {}
    for words in entries.order_by("pk").values_list("change_message", flat=True):
        if found := _GIVEN.fullmatch(words):
            owners.setdefault(found[2], set()).add(_key(found[1]))
        elif _BY_HAND.search(words):
            return None
    return owners or None


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("statements", "0024_stretches"),
    ]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
