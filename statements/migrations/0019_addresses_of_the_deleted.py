"""The address of a deleted document is refused to every other one, whoever gives it: importer, bulk, admin, SQL.

A document that got such an address before gets one of its own, and the deleted one is told of again where it was.
The triggers run after the row is there: then a deletion that was under way has ended, and its tombstone is seen.
"""

import hashlib

from django.db import migrations

REFUSE = """
    CREATE FUNCTION archive_refuse_address(slug text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        RAISE unique_violation USING MESSAGE = format(
            'the address "%s" was that of a document that is deleted, and is never given away again', slug);
    END $$;

    CREATE FUNCTION archive_addresses_given() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refuse_address(added.slug) FROM added JOIN statements_tombstone USING (slug);
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refuse_address(NEW.slug) FROM statements_tombstone WHERE slug = NEW.slug;
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_addresses_given AFTER INSERT ON statements_document
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_addresses_given();
    CREATE TRIGGER archive_address_changed AFTER UPDATE OF slug ON statements_document
        FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION archive_address_changed();
"""
ALLOW = """
    DROP TRIGGER archive_addresses_given ON statements_document;
    DROP TRIGGER archive_address_changed ON statements_document;
    DROP FUNCTION archive_addresses_given, archive_address_changed, archive_refuse_address;
"""


def give_own_addresses(apps, schema_editor):
    """Part those that got the address of a deleted document from it, as the importer parts two with one title."""
    documents = apps.get_model("statements", "Document").objects
    tombstones = apps.get_model("statements", "Tombstone").objects
    for document in documents.filter(slug__in=tombstones.values("slug")).only("pk", "slug", "external_id"):
        suffix = hashlib.sha256((document.external_id or str(document.pk)).encode()).hexdigest()
        choices = [f"{document.slug[:80]}-{suffix[:length]}" for length in (8, 16, 32)]
        taken = {
            slug
            for each in (documents, tombstones)
            for slug in each.filter(slug__in=choices).values_list("slug", flat=True)
        }
        documents.filter(pk=document.pk).update(slug=next(each for each in choices if each not in taken))


class Migration(migrations.Migration):
    dependencies = [("statements", "0018_letters")]

    operations = [
        migrations.RunPython(give_own_addresses, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
