"""Lists of Dutch words that rules cannot tell."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_FIRST = _words("""
    achter binnen boven buiten door neder onder over samen tegen terug tussen voor voort weder zonder mede niet
    deze dien haar hier hunne hare daar waar alle ander eigen even heel elke zulk zeer aller welke ieder toch
    vast veel vele weer want maar naar trans
""")
"""No first parts of a compound noun but prefixes and the like: *overmacht* is no sort of *macht*."""

NOT_LAST = _words("""
    achtig achtige baar baarder baarste baarheid heid loos loze lozer loost loosheid lijk lijke lijken matig matige
    schap schappen schappelijk schappelijke waardig waardige waardiger waardigst waardigheid waardigheden zaam zame
    zuchtig vormig talig tallig eren eerde eerden eert erend erende erij ering eringen erig ende isme ismen iste isten
    isch ische esse essen esje innen inne aal alen aalst aten aars omen aren oren uren iren ingen ling lingen ster
    sters deren teren keren geren gaan gaat staan
    doen doet zijn heeft hebben hadden maken maakt maakte zien ziet deze dien daar naar maar want voor door
    over onder niet zeer meer alle alles ander andere elke even weer toch ooit
""")
"""No last parts: endings that make another word (*volk*, *volkomen*; *priester*, *priesteressen*), and verb forms that
look like nouns."""

OPAQUE = _words("""
    antichrist avondmaaltijd bestanddeel bestanddelen couplet coupletten coupon coupons dienstbaar dienstbare
    dienstbode dienstknecht dienstmaagd dienstmeid dienstmeisje dienstregeling dienstvaardig dienstverband
    dienstwillig eileider geloofsbrief geloofsbrieven goedgelovig kerkelijken kerkuil kleingelovig kruisvluchtwapen
    krulspeldje legerstede lichtgelovig lippendienst pekingeend raketsla tennisraket urineleider veiligheidsspeldje
    vluchtheuvel vluchtstrook vluchtstroken vreemdelingenlegioen waterstaatskerk zaadleider zelfhulporganisatie
""")
"""Compounds that mean something else than their parts: a *bestanddeel* is no part of a truce."""

SHORT_PARTS = _words("""
    arm bad bed boa bom bon boy bus cel dag dam dek eed eis erf fan gas gat gif god hof hut jas jet kap kas kop lab
    lid man mes nek pak pet pil pop rij sok tak tas top tol vat vis wet weg wal zee zon zin
""")
"""Nouns of three letters that make compounds; other words of three letters are endings too often."""

MORE_PARTS = _words("""
    afweer dwangarbeid heropvoeding langeafstand luchtafweer meertraps middellangeafstand plutonium sharia uranium
""")
"""First parts of compounds that the dictionary does not have."""

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

NO_HEADS = _words("""
    ben bent is was waren wordt worden werd werden heeft hebben had hadden doet deed
    al altijd daar daarna daarom daarvan destijds dus echter eens er graag haar hem hen hier hoe iets inmiddels
    intussen juist maar meestal men morgen niemand niets nog nooit nu ook opnieuw pas reeds soms steeds straks
    toch toen vaak vandaag vervolgens waar waarom wat weer wel zelden zelf zich zo zoals
""")
"""Common words that are no nouns; with those of the other lists."""

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
    beker bekerde bekerden bekert kerks legeren nonen vervolgens verband verbanden
""")
"""Words that a rule would take for a form of another: *vervolgens* is no *vervolgen*, *verband* no *verbannen*."""

HYPHEN_PREFIXES = _words("""
    non co ex pro anti oud niet pre post semi super ultra mini maxi vice inter intra mega micro neo para pseudo
    quasi
""")
"""Before a hyphen these are prefixes, whatever they are by themselves: *non-lineair* is about no nun."""
