-- Words: the text-search configurations, and the only functions that turn text into search words. Index, query and
-- highlight all use them, so they cannot disagree.

-- A new language is a line here, and a case of archive_words(). "archive_exact" keeps the words as they are written.
DO $$
    DECLARE
        name text;
        copied text;
        dictionary text;
    BEGIN
        FOR name, copied, dictionary IN VALUES
            ('archive_en', 'english', 'english_stem'),
            ('archive_fr', 'french', 'french_stem'),
            ('archive_it', 'italian', 'italian_stem'),
            ('archive_exact', 'simple', 'simple')
        LOOP
            IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = name AND pg_ts_config_is_visible(oid)) THEN
                EXECUTE format('CREATE TEXT SEARCH CONFIGURATION %I (COPY = pg_catalog.%I)', name, copied);
            END IF;
            EXECUTE format('ALTER TEXT SEARCH CONFIGURATION %I ALTER MAPPING FOR asciiword, word, numword, asciihword,'
                ' hword, numhword, hword_asciipart, hword_part, hword_numpart WITH unaccent, %I', name, dictionary);
        END LOOP;
    END $$;

-- PostgreSQL's parser takes SAMP/T for a file name, F-16 for a negative number and nato.int for a host. So punctuation
-- and symbols become spaces first, typographic ones too: in the locale C every character beyond ASCII counts as a
-- letter. Characters that nobody sees (soft hyphens, spaces and joiners of no width, marks of direction, the byte-order
-- mark) vanish, and accents written as marks of their own join their letter; statements/letters.py has the same list.
-- The first look at the text spares normalize(), which takes as long as all the rest. translate() with such a list
-- takes 20 times as long as the regular expression.
CREATE OR REPLACE FUNCTION archive_plain(text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    CASE WHEN text ~ U&'[\0300-\036F\212A\212B\00AD\034F\061C\180E\200B-\200F\202A-\202E\2060-\206F\FE00-\FE0F\FEFF]'
        THEN normalize(regexp_replace(text,
            U&'[\00AD\034F\061C\180E\200B-\200F\202A-\202E\2060-\206F\FE00-\FE0F\FEFF]', '', 'g'), NFC)
        ELSE text END,
    U&'[!-/:-@[-`{-~\0080-\00A9\00AB-\00B4\00B6-\00B9\00BB-\00BF\00D7\00F7\02BC\2000-\206F\20A0-\20CF\2190-\2BFF]',
    ' ', 'g');

-- Some words that PostgreSQL takes for stop words are not. Its lists are those of Snowball, https://snowballstem.org:
-- the French one has «avions» (airplanes, and "we had"), «est» (east), «son», «sommes»; the Italian one «era», «sei»,
-- «fosse», «faccia»; the English one "will" and "can". In capitals WHO, IT, AI, EU and UN may be initials. "us", which
-- the English list lacks, is a stop word unless it is US. In Italian «nato» is "born", and NATO or Nato the Alliance.
--
-- A dictionary with a stop list of its own reads it from a file of the server, which is not ours to write. So these
-- words are changed before a text is taken apart: into another form with the same stem, or into a word that nobody
-- writes, such as "natoalleanza", or "who0" for WHO. Taking all stop words out of the text instead would double the
-- time that it takes. Longer stop words in capitals are words of a heading, and are not listed.
CREATE OR REPLACE FUNCTION archive_words(language text, text text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN to_tsvector('archive_en',
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(archive_plain(text),
            '\m(ABOUT|ABOVE|AFTER|AGAIN|ALL|AM|AN|AND|ANY|ARE|AS|AT|BE|BEEN|BELOW|BOTH|BUT|BY|DID|DO|DOES|DOING|'
            'DON|DOWN|EACH|FEW|FOR|FROM|HAD|HAS|HAVE|HE|HER|HERE|HERS|HIM|HIS|HOW|IF|IN|INTO|IS|IT|ITS|ME|MORE|'
            'MOST|MY|NO|NOR|NOT|NOW|OF|OFF|ON|ONCE|ONLY|OR|OTHER|OUR|OURS|OUT|OVER|OWN|SAME|SHE|SO|SOME|SUCH|THAN|'
            'THAT|THE|THEIR|THEM|THEN|THERE|THESE|THEY|THIS|THOSE|TO|TOO|UNDER|UNTIL|UP|US|VERY|WAS|WE|WERE|WHAT|'
            'WHEN|WHERE|WHICH|WHILE|WHO|WHOM|WHY|WITH|YOU|YOUR|YOURS)\M', '\10', 'g'),
            '\m(can|will|being)\M', '\1s', 'gi'),
            '\m(just)\M', '\10', 'gi'),
            '\mus\M', 'we', 'gi'))
    WHEN 'fr' THEN to_tsvector('archive_fr',
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(archive_plain(text),
            '\m(AI|AIE|AIENT|AIES|AIT|AS|AU|AURA|AURAI|AURAS|AUREZ|AUX|AVAIS|AVAIT|AVEC|AVEZ|AVIEZ|AVONS|AYANT|'
            'AYEZ|AYONS|CE|CES|DANS|DE|DES|DU|ELLE|EN|ES|ET|EU|EUE|EUES|EUS|EUSSE|EUT|EUX|FUS|FUSSE|IL|JE|LA|LE|'
            'LEUR|LUI|MA|MAIS|ME|MES|MOI|MON|NE|NOS|NOTRE|NOUS|ON|ONT|OU|PAR|POUR|QU|QUE|QUI|SA|SE|SERA|SERAI|'
            'SERAS|SEREZ|SES|SOIS|SOIT|SONT|SOYEZ|SUIS|SUR|TA|TE|TES|TOI|TU|UN|UNE|VOS|VOTRE|VOUS)\M', '\10', 'g'),
            '\m(avion|somme)s\M', '\1', 'gi'),
            '\m(son|ton)\M', '\1s', 'gi'),
            '\m(est|fut|pas)\M', '\10', 'gi'))
    WHEN 'it' THEN to_tsvector('archive_it',
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(archive_plain(text),
            '\m(NATO|Nato)\M', 'natoalleanza', 'g'),
            '\m(ABBIA|AD|AGL|AGLI|AI|AL|ALL|ALLA|ALLE|ALLO|ANCHE|AVETE|AVEVA|AVEVI|AVEVO|AVRAI|AVREI|AVUTA|AVUTE|'
            'AVUTI|AVUTO|CHE|CHI|CI|COI|COL|COME|CON|CUI|DA|DAGL|DAGLI|DAI|DAL|DALL|DALLA|DALLE|DALLO|DEGL|DEGLI|'
            'DEI|DEL|DELL|DELLA|DELLE|DELLO|DI|DOV|DOVE|EBBE|EBBI|ED|ERANO|ERI|ERO|FAI|FANNO|FARAI|FAREI|FECE|FECI|'
            'FOSSI|FOSTE|FOSTI|FU|FUI|FUMMO|GLI|HA|HAI|HANNO|HO|IL|IN|IO|LA|LE|LEI|LI|LO|LORO|LUI|MA|MI|MIA|MIE|'
            'MIEI|MIO|NE|NEGL|NEGLI|NEI|NEL|NELL|NELLA|NELLE|NELLO|NOI|NON|PER|QUALE|SARAI|SAREI|SE|SI|SIA|SIAMO|'
            'SIANO|SIATE|SIETE|SONO|STA|STAI|STAVA|STAVI|STAVO|STIA|STO|SU|SUA|SUE|SUGL|SUGLI|SUI|SUL|SULL|SULLA|'
            'SULLE|SULLO|SUO|SUOI|TI|TRA|TU|TUA|TUE|TUO|TUOI|TUTTI|TUTTO|UN|UNA|UNO|VI|VOI)\M', '\10', 'g'),
            '\mera\M', 'ere', 'gi'),
            '\mfaccia\M', 'facce', 'gi'),
            '\mfosse\M', 'fossa', 'gi'),
            '\m(nostra|sei)\M', '\10', 'gi'))
    ELSE ''::tsvector
END;

-- How long a document is, for ranking. The words that archive_words() keeps from being stop words do not count, or a
-- document in capitals would be longer than the same one without. Its lists are these.
CREATE OR REPLACE FUNCTION archive_length(words tsvector) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN length(ts_delete(words, string_to_array(
    'can will be just0 est0 fut0 pas0 nostra0 sei0 about0 above0 after0 again0 all0 am0 an0 and0 any0 are0 as0 at0 '
    'be0 been0 below0 both0 but0 by0 did0 do0 does0 doing0 don0 down0 each0 few0 for0 from0 had0 has0 have0 he0 '
    'her0 here0 hers0 him0 his0 how0 if0 in0 into0 is0 it0 its0 me0 more0 most0 my0 no0 nor0 not0 now0 of0 off0 '
    'on0 once0 only0 or0 other0 our0 ours0 out0 over0 own0 same0 she0 so0 some0 such0 than0 that0 the0 their0 '
    'them0 then0 there0 these0 they0 this0 those0 to0 too0 under0 until0 up0 us0 very0 was0 we0 were0 what0 when0 '
    'where0 which0 while0 who0 whom0 why0 with0 you0 your0 yours0 ai0 aie0 aient0 aies0 ait0 as0 au0 aura0 aurai0 '
    'auras0 aurez0 aux0 avais0 avait0 avec0 avez0 aviez0 avons0 ayant0 ayez0 ayons0 ce0 ces0 dans0 de0 des0 du0 '
    'elle0 en0 es0 et0 eu0 eue0 eues0 eus0 eusse0 eut0 eux0 fus0 fusse0 il0 je0 la0 le0 leur0 lui0 ma0 mais0 me0 '
    'mes0 moi0 mon0 ne0 nos0 notre0 nous0 on0 ont0 ou0 par0 pour0 qu0 que0 qui0 sa0 se0 sera0 serai0 seras0 serez0 '
    'ses0 sois0 soit0 sont0 soyez0 suis0 sur0 ta0 te0 tes0 toi0 tu0 un0 une0 vos0 votre0 vous0 abbia0 ad0 agl0 '
    'agli0 ai0 al0 all0 alla0 alle0 allo0 anche0 avete0 aveva0 avevi0 avevo0 avrai0 avrei0 avuta0 avute0 avuti0 '
    'avuto0 che0 chi0 ci0 coi0 col0 come0 con0 cui0 da0 dagl0 dagli0 dai0 dal0 dall0 dalla0 dalle0 dallo0 degl0 '
    'degli0 dei0 del0 dell0 della0 delle0 dello0 di0 dov0 dove0 ebbe0 ebbi0 ed0 erano0 eri0 ero0 fai0 fanno0 '
    'farai0 farei0 fece0 feci0 fossi0 foste0 fosti0 fu0 fui0 fummo0 gli0 ha0 hai0 hanno0 ho0 il0 in0 io0 la0 le0 '
    'lei0 li0 lo0 loro0 lui0 ma0 mi0 mia0 mie0 miei0 mio0 ne0 negl0 negli0 nei0 nel0 nell0 nella0 nelle0 nello0 '
    'noi0 non0 per0 quale0 sarai0 sarei0 se0 si0 sia0 siamo0 siano0 siate0 siete0 sono0 sta0 stai0 stava0 stavi0 '
    'stavo0 stia0 sto0 su0 sua0 sue0 sugl0 sugli0 sui0 sul0 sull0 sulla0 sulle0 sullo0 suo0 suoi0 ti0 tra0 tu0 '
    'tua0 tue0 tuo0 tuoi0 tutti0 tutto0 un0 una0 uno0 vi0 voi0',
    ' ')));

CREATE OR REPLACE FUNCTION archive_exact_words(text text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('archive_exact', archive_plain(text));
