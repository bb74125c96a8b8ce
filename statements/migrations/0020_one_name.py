"""A name is one name, however its letters are coded and its words parted: speakers and publishers that were two by that
become one.

The bulk format made "Élise Forêt" anew where its accents were marks of their own. Of two speakers the one whose name is
coded as names are now stays; the merge is that of the desk, and can be undone there. Of two publishers the other one,
which has nothing left, is deleted.
"""

from django.db import migrations

from statements.letters import normalize_name

_MODELS = ("Participation", "Paragraph", "Quotation", "Office")


def make_one(apps, schema_editor):
    for name in ("Speaker", "Publisher"):
        rows = apps.get_model("statements", name).objects
        coded = [row for row in rows.order_by("pk") if normalize_name(row.name) != row.name]
        for row in coded:
            other = rows.filter(name=normalize_name(row.name)).first()
            if other is None:
                _rename(row)
            elif name == "Publisher":
                row.documents.update(publisher=other)
                row.delete()
            elif row.merged_into_id is None:
                _merge(apps, row, other.merged_into or other)


def _rename(row):
    if getattr(row, "sort_name", None) == row.name:
        row.sort_name = normalize_name(row.name)
    row.name = normalize_name(row.name)
    row.save()


def _merge(apps, merged, kept):
    """As editorial.merging does it: what is moved is written down for whoever undoes it."""
    if merged.pk == kept.pk:
        return
    moved = {"doubled": _without_doubled(apps, merged, kept), "followers": []}
    speakers = apps.get_model("statements", "Speaker").objects
    moved["followers"] = list(speakers.filter(merged_into=merged).order_by("pk").values_list("pk", flat=True))
    speakers.filter(pk__in=moved["followers"]).update(merged_into=kept)
    for name in _MODELS:
        rows = apps.get_model("statements", name).objects
        moved[name] = list(rows.filter(speaker=merged).order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=moved[name]).update(speaker=kept)
    known = {kept.name, *kept.aliases}
    moved["aliases"] = [each for each in map(normalize_name, merged.aliases) if each not in known]
    kept.aliases = [*kept.aliases, *moved["aliases"]]
    kept.save()
    merged.merged_into = kept
    merged.save()
    apps.get_model("statements", "Merge").objects.create(merged=merged, kept=kept, moved=moved)


def _without_doubled(apps, merged, kept):
    """Delete the parts that both have in a document. Returns them as [document, role, position]."""
    rows = apps.get_model("statements", "Participation").objects
    has = set(rows.filter(speaker=kept).values_list("document_id", "role"))
    doubled = [each for each in rows.filter(speaker=merged) if (each.document_id, each.role) in has]
    rows.filter(pk__in=[each.pk for each in doubled]).delete()
    return [[each.document_id, each.role, each.position] for each in doubled]


class Migration(migrations.Migration):
    dependencies = [("statements", "0019_addresses_of_the_deleted")]

    operations = [migrations.RunPython(make_one, migrations.RunPython.noop)]
