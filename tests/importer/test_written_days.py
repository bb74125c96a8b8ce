"""Days as people write them, in three languages, one or several; and what is none."""

import pytest

from statements.importer.date_lines import date_of_line, place_of_line
from statements.importer.written_days import dates_in, first_date, is_weekday

LANGUAGES = ["en", "fr", "it"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 sept. 2023", "2023-09-14"),
        ("14-Sep-2023", "2023-09-14"),
        ("Roma, 12 giugno 2024, ore 18", "2024-06-12"),
        ("Roma, 12 giugno 2024, ore 18.30", "2024-06-12"),
        ("Paris, le 12 juin 2024 à 18 h", "2024-06-12"),
        ("12 juin 2024, 18 heures", "2024-06-12"),
        ("14 sept 2023", "2023-09-14"),
        ("Sept. 14, 2023", "2023-09-14"),
        ("4 sett. 2023", "2023-09-04"),
        ("4 set 2023", "2023-09-04"),
        ("1er févr. 2024", "2024-02-01"),
        ("3 fév. 2024", "2024-02-03"),
        ("12 febbr. 2024", "2024-02-12"),
        ("12 genn. 2024", "2024-01-12"),
        ("5 juill. 2023", "2023-07-05"),
        ("5 juil 2023", "2023-07-05"),
        ("5 lugl. 2023", "2023-07-05"),
        ("5 lug 2023", "2023-07-05"),
        ("7 ott. 2022", "2022-10-07"),
        ("7 AOUT 2022", "2022-08-07"),
        ("3 FEVRIER 2024", "2024-02-03"),
        ("3 fe\u0301vrier 2024", "2024-02-03"),
        ("mar 4 lug 2023", "2023-07-04"),
        ("mar. 4 avril 2023", "2023-04-04"),
        ("4 mar 2023", "2023-03-04"),
        ("1er mai 2024", "2024-05-01"),
        ("1º maggio 2024", "2024-05-01"),
        ("1° maggio 2024", "2024-05-01"),
        ("I° maggio 2024", "2024-05-01"),
        ("le premier mai 2024", "2024-05-01"),
        ("the 4th of July, 2023", "2023-07-04"),
        ("July 4th 2023", "2023-07-04"),
        ("JULY 2ND, 2023", "2023-07-02"),
        ("giovedi' 10 Novembre 2022", "2022-11-10"),
        ("14/03/2024", "2024-03-14"),
        ("14.03.2024", "2024-03-14"),
        ("14-03-2024", "2024-03-14"),
        ("2024-03-14", "2024-03-14"),
        ("03/14/2024", "2024-03-14"),
        ("04/04/2024", "2024-04-04"),
        ("Done at Brussels on 11 July 2023", "2023-07-11"),
        ("merc. 1 févr. 2023", "2023-02-01"),
        ("giov. 4 gen. 2024", "2024-01-04"),
    ],
)
def test_a_day_is_read_however_it_is_written(line, day):
    assert date_of_line(line, LANGUAGES) == day


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("mardi 2 au mercredi 3 juillet 2024", "2024-07-02/2024-07-03"),
        ("du 2 au 3 juillet 2024", "2024-07-02/2024-07-03"),
        ("dal 3 al 5 maggio 2023", "2023-05-03/2023-05-05"),
        ("dall'8 all'11 maggio 2023", "2023-05-08/2023-05-11"),
        ("28-30 giugno 2022", "2022-06-28/2022-06-30"),
        ("Sept 26-27, 2023", "2023-09-26/2023-09-27"),
        ("29 June – 1 July 2023", "2023-06-29/2023-07-01"),
        ("June 29 – July 1, 2023", "2023-06-29/2023-07-01"),
        ("from 30 December 2023 to 2 January 2024", "2023-12-30/2024-01-02"),
        ("31 mars et 1er avril 2024", "2024-03-31/2024-04-01"),
        ("11 e 12 luglio 2023", "2023-07-11/2023-07-12"),
        ("26/27 May 2004", "2004-05-26/2004-05-27"),
        ("Tuesday 11 and Wednesday 12 July 2023", "2023-07-11/2023-07-12"),
        ("lundi 3, mardi 4 et mercredi 5 juillet 2023", "2023-07-03/2023-07-05"),
        ("les 14, 15 et 16 juin 2023", "2023-06-14/2023-06-16"),
        ("14, 15, 16 juin 2023", "2023-06-14/2023-06-16"),
        ("May 5, 6, 7, 2022", "2022-05-05/2022-05-07"),
        ("between 5 and 7 May 2022", "2022-05-05/2022-05-07"),
        ("entre le 5 et le 7 mai 2022", "2022-05-05/2022-05-07"),
        ("tra il 5 e il 7 maggio 2022", "2022-05-05/2022-05-07"),
        ("da lunedì 4 a mercoledì 6 dicembre 2023", "2023-12-04/2023-12-06"),
        ("nei giorni 4 e 5 dicembre 2023", "2023-12-04/2023-12-05"),
        ("14/03/2024 - 16/03/2024", "2024-03-14/2024-03-16"),
        ("giugno-luglio 2023", "2023-06/2023-07"),
        ("juillet 2023", "2023-07"),
    ],
)
def test_several_days_are_all_from_the_first_to_the_last(line, days):
    assert date_of_line(line, LANGUAGES) == days


@pytest.mark.parametrize(
    "line",
    [
        "27 and 26 May 2004",
        "14 et 16 juin 2023",
        "4/7 mai 2004",
        "31 giugno 2024",
        "30 février 2024",
        "29 February 2023",
        "December 30 – January 2, 2024",
        "14-16/03/2024",
        "HOLD FOR RELEASE: 4 July 2024",
        "Ne pas publier avant le 4 juillet 2024",
        "Da non pubblicare prima del 4 luglio 2024",
        "04/03/2024",
        "14/13/2024",
        "4 July 23",
        "4 July",
    ],
)
def test_what_is_no_day_or_more_than_one_is_unknown(line):
    assert date_of_line(line, LANGUAGES) == ""


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("10:03 - 4 July 2023", "2023-07-04"),
        ("Comunicato stampa n. 13, 14 marzo 2024", "2024-03-14"),
        ("Comunicato stampa n. 13 - 14 marzo 2024", "2024-03-14"),
        ("Communiqué de presse n° 12/2023 du 4 juillet 2023", "2023-07-04"),
        ("Press Release (2023) 099 Issued on 26 Sep. 2023 Last updated 11 Oct. 2023 17:15", "2023-09-26"),
        ("Pubblicato il 4 luglio 2023, aggiornato il 6 luglio 2023", "2023-07-04"),
        ("Mis à jour le 6 juillet 2023 - Publié le 4 juillet 2023", "2023-07-04"),
        ("4 July 2023 | Last updated: 6 July 2023", "2023-07-04"),
        ("Data: 4 luglio 2023 Ultimo aggiornamento: 6 luglio 2023", "2023-07-04"),
        ("Delivered on 4 July 2023, published on 6 July 2023", "2023-07-04"),
        ("(Bruxelles, 4 juillet 2023)", "2023-07-04"),
        ("4 July 2023 3 min read", "2023-07-04"),
        ("4 juillet 2023 Temps de lecture : 2 min.", "2023-07-04"),
        ("Data: 4 luglio 2023 Tempo di lettura: 3 minuti", "2023-07-04"),
        ("ROMA, 4 LUGLIO 2023", "2023-07-04"),
        ("Roma 4 luglio 2023", "2023-07-04"),
        ("Roma, lì 4 luglio 2023", "2023-07-04"),
        ("Palais de l’Élysée, le 4 juillet 2023", "2023-07-04"),
        ("le 4 juillet 2023 à 18h30", "2023-07-04"),
        ("4 luglio 2023, ore 18.30", "2023-07-04"),
        ("Retrieved 4 July 2023", ""),
        ("Consulté le 4 juillet 2023", ""),
        ("Sotto embargo fino al 4 luglio 2023", ""),
        ("4 July 2023, 6 July 2023", ""),
        ("Anniversary of the treaty, 4 April 1949", ""),
        ("Réunion des ministres, 4 juillet 2023", ""),
        ("D-Day 6 June 1944", ""),
        ("Depuis le 24 février 2022", ""),
    ],
)
def test_a_line_says_the_day_of_the_document_or_none(line, day):
    assert date_of_line(line, LANGUAGES) == day


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Bruxelles, le 4 juillet 2023", "Bruxelles"),
        ("Washington, DC — Tuesday, Sept. 3rd, 2019", "Washington, DC"),
        ("COMUNICATO STAMPA n. 47/2024 - Roma, 14 marzo 2024", "Roma"),
        ("4 July 2023, Brussels", "Brussels"),
        ("le 4 juillet 2023 à Paris", "Paris"),
        ("Thursday, 5 May 2022", ""),
        ("NATO Summit, Madrid, 29 June 2022", ""),
        ("Issued on 11 July 2023", ""),
    ],
)
def test_a_place_beside_the_date_is_told(line, place):
    assert place_of_line(line, LANGUAGES) == place


def test_a_number_and_a_month_are_read_in_the_order_of_the_language():
    assert dates_in("04/03/2024", ["it"])[0].edtf == "2024-03-04"
    assert dates_in("04/03/2024", ["fr"])[0].edtf == "2024-03-04"
    assert dates_in("04/03/2024", ["en"])[0].edtf == ""
    assert dates_in("03/14/2024", ["it"])[0].edtf == ""


def test_a_date_has_its_place_in_the_text():
    text = "We met on Tuesday, July 4, 2023 in Rome."
    found = first_date(text, LANGUAGES)
    assert text[found.start : found.end] == "Tuesday, July 4, 2023"


def test_a_long_line_of_numbers_is_read_at_once():
    assert dates_in("1, 2, 3 and " * 100_000, LANGUAGES) == []


def test_the_days_of_the_week_are_known_in_each_language():
    assert is_weekday("giovedì")
    assert is_weekday("thursday")
    assert is_weekday("jeudi")
    assert not is_weekday("luglio")
