"""Lists of Dutch words that rules cannot tell."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_FIRST = _words("""
    achter binnen boven buiten door neder onder over samen tegen terug tussen voor voort weder zonder mede niet
    deze dien haar hier hunne hare daar waar alle ander eigen even heel elke zulk zeer aller welke ieder toch
    vast veel vele weer want maar naar
""")
"""No first parts of a compound noun but prefixes and the like: *overmacht* is no sort of *macht*."""

NOT_LAST = _words("""
    achtig baar baarheid heid loos loze loosheid lijk lijke matig matige schap schappen schappelijk waardig
    waardige zaam zame zuchtig vormig talig tallig eren eerde eert erij ering erig ende isme iste isten isch
    ische omen aren oren uren iren ingen ling lingen ster sters deren teren keren geren gaan gaat staan
    doen doet zijn heeft hebben hadden maken maakt maakte zien ziet deze dien daar naar waar maar want voor door
    over onder niet zeer meer alle alles ander andere elke even weer toch ooit
""")
"""No last parts: endings that make another word (*volk*, *volkomen*), and verb forms that look like nouns."""

SHORT_PARTS = _words("""
    arm bad bed boa bom boy bus cel dag dam dek eed eis erf fan gas gat gif god hof hut jas jet kap kas kop lab
    lid man mes nek pak pet pil pop rij sok tak tas top tol vat vis wet weg wal zee zon zin
""")
"""Nouns of three letters that make compounds; other words of three letters are endings too often."""

DETERMINERS = _words("""
    de het een deze die dit dat elk elke ieder iedere geen alle sommige veel vele enkele weinig meer meeste
    andere ander zulke zo'n mijn m'n jouw je uw zijn z'n haar ons onze hun wiens wier welk welke dezelfde
    hetzelfde zelfde eerste tweede derde laatste volgende twee drie vier vijf zes zeven acht negen tien aantal
    paar
""")
"""After these comes a noun."""

PREPOSITIONS = _words("""
    aan achter bij binnen boven buiten door in langs met na naar naast om onder op over per rond sinds tegen
    tijdens tot tussen uit van vanaf vanuit via volgens voor wegens zonder
""")

CONJUNCTIONS = _words("en maar of om te dat dan als omdat toen nadat terwijl want zodat zonder totdat hoewel")
"""With prepositions and marks, these may follow the end of a clause."""

PLURAL_SUBJECTS = _words("wij we ze zij jullie mensen velen sommigen anderen allen wie")
"""Before or after these stands a verb in the plural."""

MODALS = _words("""
    kan kunnen kon konden wil willen wilde wilden moet moeten moest moesten mag mogen mocht mochten zal zullen
    zou zouden hoeft hoeven durft durven blijft blijven bleef bleven laat laten liet lieten gaat gaan ging
    gingen komt komen doet doen niet nooit
""")
"""Before these or after them stands an infinitive."""

ADJECTIVE_ENDINGS = (
    *("ische", "lijke", "ige", "ende", "eerde", "bare", "zame", "loze", "ele", "aire", "ieve", "ale", "iale", "andse"),
    *("iele", "euze"),
)

PARTICLES: dict[str, tuple[str, ...]] = {
    "kampen": ("met",),
    "kampt": ("met",),
    "geloven": ("in", "dat"),
    "bestand": ("tegen",),
}
"""A form that with this word after it and no determiner before it is not the noun: kampen met, bestand tegen."""

LOOKALIKES = _words("""
    vervolgens verband verbanden
""")
"""Words that a rule would take for a form of another: *vervolgens* is no *vervolgen*, *verband* no *verbannen*."""

HYPHEN_PREFIXES = _words("""
    non co ex pro anti oud niet pre post semi super ultra mini maxi vice inter intra mega micro neo para pseudo
    quasi
""")
"""Before a hyphen these are prefixes, whatever they are by themselves: *non-lineair* is about no nun."""
