"""Where Dutch sentences end: `¦` marks each boundary."""

from __future__ import annotations

import pytest

from translate_kit.segment import split_paragraph


def marked(text: str, language: str = "nl") -> str:
    return "¦".join(text[start:end] for start, end in split_paragraph(text, language=language))


def check(expected: str, language: str = "nl") -> None:
    assert marked(expected.replace("¦", " "), language) == expected


def cases(block: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("expected", [line.strip() for line in block.strip().splitlines()])


@cases("""
    Hij kwam.¦Zij ging.
    Kwam hij?¦Ja!¦Goed zo.
    Wat?!¦Dat kan niet!!¦Echt niet...
    Een zin zonder punt
    Hij weet het niet…¦Misschien morgen.
    Hij aarzelde... en ging toch.
    Dat kost € 5.¦$ 6 is ook goed.
    De opbrengst was 1,4 miljard.¦400.000 mensen kwamen.
    Versie 3.2 is uit.¦Versie 3.3 volgt.
    Het gebeurde in 1993.¦Daarna werd het stil.
    Om 20.30 uur begint het.¦Om 22.00 uur is het klaar.
    12 spelers kwamen.¦11 gingen.
    De temperatuur is 3,5 graad.¦-5 is kouder.
""")
def test_sentence_ends_in_a_mark_before_a_capital_or_a_figure(expected: str) -> None:
    check(expected)


@cases("""
    Zij lezen o.a. De Volkskrant en Trouw.
    Dat is bijv. Jan of bv. Piet.
    Hij sprak m.b.t. Noord-Korea, d.w.z. Pyongyang, i.p.v. Seoul.
    T.a.v. Mevrouw Jansen, i.v.m. Kerstmis.
    Dr. Kim en prof. dr. Lee spraken met mr. Park, drs. Choi, ir. Han en ing. Bos.
    Mevr. De Vries en dhr. Van Dam wonen hier, evenals mw. Smit, ds. Bakker en mgr. Eijk.
    Zie nr. 24, blz. 5, art. 3, afb. 12 en hfst. IV.
    Zie vol. II en fig. B van ca. 1900, min. 3 en max. 5.
    De firma (fa.) Jansen en de heer (dhr.) Smit.
    Het leger van gen. Kim, kol. Lee en lt. Park.
    Hij woont in St. Niklaas bij de fam. Peeters.
    Ongeveer 40 v. Chr., toen hij leefde, en 30 n. Chr. ook.
    Op 15 jan. 2004 en 3 sept. 2005 kwam hij.
    In de gem. Utrecht en de afd. Inkoop.
""")
def test_an_abbreviation_that_needs_its_complement_ends_no_sentence(expected: str) -> None:
    check(expected)


@cases("""
    Hij kocht appels, peren, enz.¦Daarna ging hij naar huis.
    Zij houdt van koken e.d.¦Hij niet.
    Boeken, kranten etc. liggen klaar.
    Dat was op 3 mei jl.¦Niemand wist ervan.
    Het is a.s. zondag.¦De kerk begint om tien uur.
    Het was 40 v.Chr.¦Caesar was dood.
    Zij werkt bij Philips N.V.¦Hij bij Bakker B.V.¦Dat is bekend.
    Hij woont in de V.S.¦Amerikanen weten dat.
    Jan de Vries jr.¦Zijn vader heet ook zo.
    Antwoord s.v.p.¦Wij wachten.
    Hij hield het niet vol.¦Zestig jaar later wel.
    Dat zei hij al.¦Niemand luisterde.
    Dat kan.¦Kim kan het ook.
    De trui past.¦Max is blij.
    Hij zit in de bar.¦Jan ook.
    Dat is een km.¦Ver is dat niet.
    De toren is 5 m.¦Vlaanderen is plat.
""")
def test_an_abbreviation_or_a_word_that_looks_like_one_can_end_a_sentence(expected: str) -> None:
    check(expected)


@cases("""
    J.P. Balkenende en A.F.Th. van der Heijden kwamen.
    Annie M.G. Schmidt schreef het.
    Boer J. van 't Hof en priester J. Wijngaards.
    Mr. J.W. Weck volgt dr. B. Plesch op.
    Minister J. De Croo en M. Van den Berg, en R. Op de Beeck.
    Hij slikt vitamine C.¦De dokter wil dat.
    Het was Gregory P.¦In Nederland mag dat.
    Dat vond J.¦Hij zei het zelf.
    J.-P. Sartre schreef.
""")
def test_initials_belong_to_a_name_unless_a_function_word_follows(expected: str) -> None:
    check(expected)


@cases("""
    Op 3. mei kwam hij.
    De 1e, 2de en 3e.¦De rest kwam later.
    1. Inleiding
    2. Methode en opzet
    Het was 15 april.¦Het regende.
    Hij werd 2e.¦Zij 1e.
""")
def test_ordinals_and_dates_stay_whole(expected: str) -> None:
    check(expected)


@cases("""
    „Kom!”, zei hij.¦Zij kwam.
    "Kom je?" vroeg hij.¦"Nee."
    „Ik weet het niet.”¦Hij zweeg.
    ”Ik kom.”¦”Goed.”
    ‘Ja!’ riep ze.¦‘Nee!’¦Hij ging.
    Hij zei: „Ik kom.¦Wacht maar.”¦Daarna ging hij.
    ,, Mijn gedachten sprongen alle kanten op. ''¦Zij lachte.
    Ze ging zitten.¦,,Het duurde lang.''¦Boogerd werd derde.
    ,,Wanneer komt u?'' riep een priester.
    ,, Vakwerk.¦Verdedigend en aanvallend. ''¦De Italianen scoorden.
    "Kies voor Europa! "¦Dat was de leus.
    Hij zweeg.¦" Dat is niet waar ", zei hij.
    « Zwijg. »¦Hij zweeg.
    ‘Mijn moeder werkte,’ zegt ze dan.¦‘Altijd.’
    “Goed.”¦“Slecht.”
    „‘Kom’, zei hij.”¦Dat was alles.
""")
def test_closing_quotes_go_with_their_sentence_and_reporting_clauses_too(expected: str) -> None:
    check(expected)


@cases("""
    Hij kwam (het was laat).¦Zij ging.
    Hij kwam.¦(Het was laat.)¦Zij ging.
    „Stem op ons!”¦(debat in Brussel, 1992)
    Hij kwam. (zie blz. 5), maar niet op tijd.
    Met „Wat is er te zien?” (Ctrl+U) kunt u kijken.
    De gelaatstrekken (van Ensor?) op een ezel.
    Hij is een vernieuwer (...)¦We hebben gezien wat hij kan.
    De schilder (...) is een van de eersten.
    De partij –dat weet ik zeker!– wint.
    De partij – wie weet? – wint.
    – Kom je?¦– Nee.
""")
def test_brackets_and_asides(expected: str) -> None:
    check(expected)


@cases("""
    Dat was gisteren.¦'s Ochtends regende het.
    Kijk.¦’t Is mooi.¦'k Weet het.
    Hij verhuisde.¦'s-Gravenhage beviel hem.
    Dat was 's avonds.¦Om tien uur.
    Ik lees in de zomer.¦’s Winters schaats ik.
""")
def test_a_sentence_can_start_with_an_apostrophe_word(expected: str) -> None:
    check(expected)


@cases("""
    Kijk op www.voorbeeld.nl.¦Daar staat het.
    Mail naar jan@voorbeeld.nl of bel.
    Zie https://www.voorbeeld.nl/a.b?c=1.¦Het staat er.
    Open rapport.v2.docx en setup.exe.¦Klaar.
    Dat is Node.js of .NET.¦Goed.
    Hij kocht een telefoon.¦iPhone heet dat ding.
""")
def test_addresses_and_file_names_stay_whole(expected: str) -> None:
    check(expected)


@cases("""
    Dat zei hij.[1]¦Niemand geloofde het.
    Dat zei hij.²¦Niemand geloofde het.
    Dat werd gezegd.12¦Daarna werd het stil.
    „Dat is zo.”[3][4]¦Goed.
""")
def test_footnote_marks_go_with_the_sentence_before(expected: str) -> None:
    check(expected)


@cases("""
    CD&V: 22¦VLD: 21¦sp.a: 12¦Vlaams Belang: 10
    Hoofdstad: Leuven¦Hoogste punt: Walshoutem¦Dialect: Brabants
    Gemeenteraadslid (1995-2001)¦Schepen (2001-2006)¦Burgemeester (2006-heden)
    Inwoners: 1.040.261¦Dialect: Brabants
    Jansen (PvdA)¦Pietersen (VVD)¦Bakker (D66)¦Smit (CDA)
    « Piwo » 1943-1946¦« Bessy » 1952-1995¦« Jerom » 1960-heden¦« Biggles » 1965
    2007: 21 februari¦2008: 6 februari¦2009: 25 februari
    1. Inleiding¦2. Methode¦3. Uitkomsten
    • Melk¦• Brood¦• Kaas
""")
def test_items_of_a_list_that_lost_its_line_breaks(expected: str) -> None:
    check(expected)


@cases("""
    In 1990 (Berlijn) en 1992 (Barcelona) won hij, en in 1996 (Atlanta) weer.
    Titel A (1982), Titel B (1983) en Titel C (1984) verschenen bij Querido.
    Let op: wie te laat komt, wacht: zo is de regel.
    Uitslag: Ajax won met 3-0, Jan: twee doelpunten, Piet: een.
""")
def test_prose_with_years_and_colons_is_no_list(expected: str) -> None:
    check(expected)


def test_line_breaks_inside_a_paragraph_count_as_spaces() -> None:
    text = "Hij kwam laat\r\nthuis. Zij\nniet."
    assert [text[a:b] for a, b in split_paragraph(text)] == ["Hij kwam laat\r\nthuis.", "Zij\nniet."]


def test_white_space_around_sentences_is_left_out() -> None:
    assert split_paragraph("  Ja.   Nee. \n") == [(2, 5), (8, 12)]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "."])
def test_a_paragraph_without_words_gives_at_most_itself(text: str) -> None:
    assert split_paragraph(text) == ([(0, 1)] if text == "." else [])


def test_english_has_its_own_abbreviations() -> None:
    check("Mr. Smith met Dr. Jones at 5 p.m.¦He left.", "en")
    check("See e.g. The Times, fig. 3 and no. 5.¦Done.", "en-GB")


def test_a_language_without_a_pack_is_split_by_marks_and_capitals() -> None:
    check("Das ist so.¦Das auch.", "de")
    assert marked("T.a.v. Mevrouw", "xx") == "T.a.v. Mevrouw"


def test_language_tags_with_a_region_find_their_pack() -> None:
    check("Dat is bijv. Jan.", "nl-BE")
    check("Dat is bijv. Jan.", "NL_be")
