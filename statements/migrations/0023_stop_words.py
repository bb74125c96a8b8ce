"""Words that PostgreSQL takes for stop words and that are not: nouns, and initials.

Its lists are those of Snowball, https://snowballstem.org. The French one has «avions» (airplanes, and "we had"), «est»
(east), «son», «sommes»; the Italian one «era», «sei», «fosse», «faccia»; the English one "will" and "can". A search for
one of them beside other words left it out. In capitals WHO, IT, AI, EU and UN are no stop words either; and "us", which
the English list lacks, is one where it is not US.

A dictionary with a stop list of its own reads it from a file of the server, which is not ours to write. So these words
are changed before a text is taken apart, into another form with the same stem, or, as with NATO in 0017, into a word
that nobody writes. Taking all stop words out of the text instead would double the time that it takes.

All search words are made anew, with their indexes: over 110,030 documents about a quarter of an
hour of a processor, each way.
"""

from django.db import migrations

# A pattern, capitals aside, and what takes its place: 0 parts a word from any other.
NOUNS = {
    "en": [("(can|will|being)", r"\1s"), ("(just)", r"\g0")],
    "fr": [("(avion|somme)s", r"\1"), ("(son|ton)", r"\1s"), ("(est|fut|pas)", r"\g0")],
    "it": [("era", "ere"), ("faccia", "facce"), ("fosse", "fossa"), ("(nostra|sei)", r"\g0")],
}
# Stop words that may be initials; longer ones are words of a heading in capitals.
CAPITALS = {
    "en": """
        about above after again all am an and any are as at be been below both but by did do does doing don down
        each few for from had has have he her here hers him his how if in into is it its me more most my no nor
        not now of off on once only or other our ours out over own same she so some such than that the their
        them then there these they this those to too under until up us very was we were what when where which
        while who whom why with you your yours
    """,
    "fr": """
        ai aie aient aies ait as au aura aurai auras aurez aux avais avait avec avez aviez avons ayant ayez
        ayons ce ces dans de des du elle en es et eu eue eues eus eusse eut eux fus fusse il je la le leur lui
        ma mais me mes moi mon ne nos notre nous on ont ou par pour qu que qui sa se sera serai seras serez ses
        sois soit sont soyez suis sur ta te tes toi tu un une vos votre vous
    """,
    "it": """
        abbia ad agl agli ai al all alla alle allo anche avete aveva avevi avevo avrai avrei avuta avute avuti
        avuto che chi ci coi col come con cui da dagl dagli dai dal dall dalla dalle dallo degl degli dei del
        dell della delle dello di dov dove ebbe ebbi ed erano eri ero fai fanno farai farei fece feci fossi
        foste fosti fu fui fummo gli ha hai hanno ho il in io la le lei li lo loro lui ma mi mia mie miei mio ne
        negl negli nei nel nell nella nelle nello noi non per quale sarai sarei se si sia siamo siano siate
        siete sono sta stai stava stavi stavo stia sto su sua sue sugl sugli sui sul sull sulla sulle sullo suo
        suoi ti tra tu tua tue tuo tuoi tutti tutto un una uno vi voi
    """,
}


# Neither they nor those nouns tell how long a document is: one in capitals would be longer than the same one without.
UNTELLING = " ".join(f"{word}0" for each in CAPITALS.values() for word in each.split())
LENGTH = f"""
    CREATE FUNCTION archive_length(words tsvector) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN length(ts_delete(words, string_to_array('can will be just0 est0 fut0 pas0 nostra0 sei0 {UNTELLING}', ' ')));
    DO $$ BEGIN
        EXECUTE replace(pg_get_functiondef('archive_enter'::regproc), ' length(made', ' archive_length(made');
    END $$;
"""
LENGTH_BACK = """
    DO $$ BEGIN
        EXECUTE replace(pg_get_functiondef('archive_enter'::regproc), ' archive_length(made', ' length(made');
    END $$;
    DROP FUNCTION archive_length;
"""


def told_apart(language):
    """The text of `archive_words`, its words changed, as SQL."""
    sql = "archive_plain(text)"
    if language == "it":
        sql = rf"regexp_replace({sql}, '\m(NATO|Nato)\M', 'natoalleanza', 'g')"  # as in 0017
    capitals = "|".join(CAPITALS[language].upper().split())
    sql = rf"regexp_replace({sql}, '\m({capitals})\M', '\10', 'g')"
    for pattern, other in NOUNS[language]:
        sql = rf"regexp_replace({sql}, '\m{pattern}\M', '{other}', 'gi')".replace(r"\g0", r"\10")
    return rf"regexp_replace({sql}, '\mus\M', 'we', 'gi')" if language == "en" else sql


def words(english, french, italian):
    return f"""
        CREATE OR REPLACE FUNCTION archive_words(language text, text text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN CASE language
            WHEN 'en' THEN to_tsvector('archive_en', {english})
            WHEN 'fr' THEN to_tsvector('archive_fr', {french})
            WHEN 'it' THEN to_tsvector('archive_it', {italian})
            ELSE ''::tsvector
        END;
    """


NEW = words(told_apart("en"), told_apart("fr"), told_apart("it"))
OLD = words(
    "archive_plain(text)",
    "archive_plain(text)",
    r"regexp_replace(archive_plain(text), '\m(NATO|Nato)\M', 'natoalleanza', 'g')",
)

# A column that is made anew is written once, with one index at its end: rows that are updated go into all indexes, word
# by word. No word is new: the triggers need not learn any.
REFRESH = """
    SELECT set_config('maintenance_work_mem', '256MB', true), set_config('archive.bulk_load', 'on', true);
    ALTER TABLE statements_paragraph DROP COLUMN words;
    ALTER TABLE statements_paragraph
        ADD COLUMN words tsvector GENERATED ALWAYS AS (archive_words(language, text)) STORED;
    CREATE INDEX paragraph_words ON statements_paragraph USING gin (words) WITH (fastupdate = off);

    DROP INDEX entry_words, entry_forms, entry_speaker_ids;
    UPDATE statements_entry AS entry SET (words, length) = (
        SELECT made.words, length(made.words)
        FROM (SELECT archive_document_words(document.id, document.language, document.title) AS words OFFSET 0) AS made)
    FROM statements_document AS document WHERE document.id = entry.document_id;
    CREATE INDEX entry_words ON statements_entry USING gin (words) WITH (fastupdate = off);
    CREATE INDEX entry_forms ON statements_entry USING gin (forms) WITH (fastupdate = off);
    CREATE INDEX entry_speaker_ids ON statements_entry USING gin (speaker_ids) WITH (fastupdate = off);
    UPDATE statements_lead AS lead SET words = archive_document_lead(document.id, document.language, document.title)
    FROM statements_document AS document WHERE document.id = lead.document_id;
    SELECT set_config('archive.bulk_load', '', true);
"""
REFRESH_LENGTH = REFRESH.replace(" length(made", " archive_length(made")


class Migration(migrations.Migration):
    dependencies = [("statements", "0022_drafts_in_other_languages")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, REFRESH),  # the way back is gone from below
        migrations.RunSQL(NEW + LENGTH, LENGTH_BACK + OLD),
        migrations.RunSQL(REFRESH_LENGTH, migrations.RunSQL.noop),
    ]
