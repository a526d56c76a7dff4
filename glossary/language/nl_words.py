"""Lists of Dutch words that rules cannot tell."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_FIRST = _words("""
    achter binnen boven buiten door neder onder over samen tegen terug tussen voor voort weder zonder mede niet deze
    dien haar hier hunne hare daar waar alle ander eigen even heel elke zulk zeer aller welke ieder toch vast veel vele weer
    want maar naar
""")
"""No first parts of a compound noun but prefixes and the like: *overmacht* is no sort of *macht*."""

NOT_LAST = _words("""
    achtig baar baarheid heid loos loze loosheid lijk lijke matig matige schap schappen schappelijk waardig waardige
    zaam zame zuchtig vormig talig tallig eren eerde eert erij ering erig ende isme iste isten isch ische omen aren oren uren
    iren ingen ling lingen ster sters deren teren keren geren gaan gaat staan staat doen doet zijn heeft hebben hadden
    maken maakt maakte zien ziet deze dien daar naar waar maar want voor door over onder niet zeer meer alle alles ander
    andere elke even weer toch ooit
""")
"""No last parts: endings that make another word (*volk*, *volkomen*), and verb forms that look like nouns."""

SHORT_PARTS = _words("""
    arm bad bed boa bom boy bus cel dag dam dek eed eis erf fan gas gat gif god hof hut jas jet kap kas kop lab lid man
    mes nek pak pet pil pop rij sok tak tas top tol vat vis wet weg wal zee zon zin
""")
"""Nouns of three letters that make compounds; other words of three letters are endings too often."""
