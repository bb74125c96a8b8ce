"""A version that is published has the hash of its content, made once when it is kept, so that a change of it is found."""

from django.db import migrations, models

HASH = """
    -- jsonb has its keys in one order, so that equal contents are equal texts.
    CREATE FUNCTION archive_hash(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN encode(sha256(convert_to(content::text, 'UTF8')), 'hex');

    CREATE FUNCTION archive_hash_revision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.sha256 := archive_hash(NEW.content);
        RETURN NEW;
    END $$;

    UPDATE statements_revision SET sha256 = archive_hash(content);

    CREATE TRIGGER archive_hash BEFORE INSERT ON statements_revision
        FOR EACH ROW EXECUTE FUNCTION archive_hash_revision();
"""
NO_HASH = """
    DROP TRIGGER archive_hash ON statements_revision;
    DROP FUNCTION archive_hash_revision, archive_hash(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0013_batches")]

    operations = [
        migrations.AddField(
            "revision",
            "sha256",
            models.CharField(
                default="",
                editable=False,
                help_text="Of the content, set by a trigger: sql/versions.sql",
                max_length=64,
                verbose_name="SHA-256",
            ),
        ),
        migrations.RunSQL(HASH, NO_HASH),
    ]
