"""Letters that look the same are the same word, however they are coded.

Characters that nobody sees (spaces and joiners of no width, marks of direction, the byte-order mark) parted a word in
two; they vanish now, as soft hyphens do, before the letters are composed. statements/letters.py has the same list. What
has such characters gets its words anew.
"""

from django.db import migrations

OLD = r"""
    CREATE OR REPLACE FUNCTION archive_plain(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        replace(CASE WHEN text ~ U&'[\0300-\036F]' THEN normalize(text, NFC) ELSE text END, U&'\00AD', ''),
        U&'[!-/:-@[-`{-~\0080-\00A9\00AB-\00B4\00B6-\00B9\00BB-\00BF\00D7\00F7\02BC\2000-\206F\20A0-\20CF\2190-\2BFF]', ' ', 'g'
    );
"""
INVISIBLE = r"\00AD\034F\061C\180E\200B-\200F\202A-\202E\2060-\206F\FE00-\FE0F\FEFF"
# One look at the text, and no more where nothing is to do: normalize() takes as long as the rest together.
NEW = rf"""
    CREATE OR REPLACE FUNCTION archive_plain(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        CASE WHEN text ~ U&'[\0300-\036F\212A\212B{INVISIBLE}]'
            THEN normalize(regexp_replace(text, U&'[{INVISIBLE}]', '', 'g'), NFC) ELSE text END,
        U&'[!-/:-@[-`{{-~\0080-\00A9\00AB-\00B4\00B6-\00B9\00BB-\00BF\00D7\00F7\02BC\2000-\206F\20A0-\20CF\2190-\2BFF]', ' ', 'g'
    );
"""

_OTHERS = r"U&'[\034F\061C\180E\200B-\200F\202A-\202E\2060-\206F\212A\212B\FE00-\FE0F\FEFF]|\00AD[\0300-\036F]'"
# The words of a paragraph are made anew where its text is written, even as it was.
REFRESH = f"""
    UPDATE statements_paragraph SET text = text WHERE text ~ {_OTHERS};
    SELECT archive_enter(ARRAY(
        SELECT document_id FROM statements_paragraph WHERE text ~ {_OTHERS}
        UNION SELECT id FROM statements_document WHERE title ~ {_OTHERS}));
"""  # noqa: S608 - nothing of it was typed by anybody


class Migration(migrations.Migration):
    dependencies = [("statements", "0017_nato_and_nato")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, REFRESH),  # the way back is gone from below
        migrations.RunSQL(NEW, OLD),
        migrations.RunSQL(REFRESH, migrations.RunSQL.noop),
    ]
