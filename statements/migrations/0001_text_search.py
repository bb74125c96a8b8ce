"""Text search: one configuration per language, and the only two functions that turn text into search words.

Index and query go through the same functions, so that they can never disagree.
"""

from django.db import migrations

CONFIGURATIONS = {"archive_en": "english", "archive_fr": "french", "archive_it": "italian", "archive_exact": "simple"}
DICTIONARIES = {
    "archive_en": "english_stem",
    "archive_fr": "french_stem",
    "archive_it": "italian_stem",
    "archive_exact": "simple",
}


def configuration(name):
    return f"""
        CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {CONFIGURATIONS[name]});
        ALTER TEXT SEARCH CONFIGURATION {name}
            ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
            WITH unaccent, {DICTIONARIES[name]};
    """


# PostgreSQL's parser takes SAMP/T for a file name, F-16 for a number below zero and nato.int for a host. Here
# punctuation and symbols become spaces first, typographic ones too: in the locale C every character beyond ASCII counts
# as a letter. Soft hyphens vanish, and accents written as a mark of their own join their letter. (translate() with such
# a list takes 20 times as long as the regular expression, and normalize() as long as the rest together, where there is
# nothing to normalize.)
PLAIN = r"""
    CREATE FUNCTION archive_plain(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        replace(CASE WHEN text ~ U&'[\0300-\036F]' THEN normalize(text, NFC) ELSE text END, U&'\00AD', ''),
        U&'[!-/:-@[-`{-~\0080-\00A9\00AB-\00B4\00B6-\00B9\00BB-\00BF\00D7\00F7\02BC\2000-\206F\20A0-\20CF\2190-\2BFF]', ' ', 'g'
    );
"""

WORDS = """
    CREATE FUNCTION archive_words(language text, text text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE language
        WHEN 'en' THEN to_tsvector('archive_en', archive_plain(text))
        WHEN 'fr' THEN to_tsvector('archive_fr', archive_plain(text))
        WHEN 'it' THEN to_tsvector('archive_it', archive_plain(text))
    END;

    CREATE FUNCTION archive_exact_words(text text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsvector('archive_exact', archive_plain(text));
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS unaccent", migrations.RunSQL.noop),
        *(migrations.RunSQL(configuration(name), f"DROP TEXT SEARCH CONFIGURATION {name}") for name in CONFIGURATIONS),
        migrations.RunSQL(PLAIN, "DROP FUNCTION archive_plain(text)"),
        migrations.RunSQL(WORDS, "DROP FUNCTION archive_words(text, text); DROP FUNCTION archive_exact_words(text)"),
    ]
