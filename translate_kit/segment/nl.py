"""Dutch: which abbreviations bind to what follows, and which words open a sentence.

The classes follow what an abbreviation means, not what a corpus happened to hold: a connective (`m.b.t.`, "with
regard to") needs a complement, so no sentence ends in it; a title needs a name; `blz.` needs a number; `enz.` closes an
enumeration and with it often the sentence. Abbreviations that are also plain words at the end of a sentence (`kan`,
`past`, `bar`, `op`, `lid`) are left out: a break too few costs more than one that a title once needs.
"""

from __future__ import annotations

from translate_kit.segment.rules import LanguageRules, words

_TITLES = words("""
    dr dra drs mr mrs ms ir ing prof em bacc lic mw mevr mej dhr hr ds pr mgr kard ps
    gen kol lt ltz maj kapt sgt serg adjt adm vadm cmdt comm commr insp brig wachtm
    jhr jkvr br zr fr st ste z.em z.h z.k.h z.m h.k.h mme mlle fam wed gebr fa ridd voorz secr
""")

_CONNECTIVES = words("""
    a.d a.h.v a.k.a afk alg bijv b.v bv bvb c.q cq cf conf d.d dd d.i d.m.v d.w.z e.g eig event evt excl feat ft
    h.t i.c i.c.m i.e i.g.v i.h.b i.h.k.v i.o.m i.o.v i.p.v i.s.m i.t.t i.v.m i.z incl inz
    m.a.w m.b.t m.b.v m.d.v m.i.v m.m.v m.n m.u.v n.a.v nl o.a o.b.v o.g.v o.l.v o.m o.v.v ong oorspr
    p.a plm q.q resp sc t.a.p t.a.v t.b.v t.e.m t.g.v t.h.v t.m t.m.v t.n.v t.o.v t.w tegenw u.h.v
    v.d v.w.b verm vgl vlg vlgs vnl voorm vs w.o zgn z.g
""")

_NUMBERED = words("""
    aanh abs afb afl al alin art artt bijl bl blz ca cat circ dl ed fig figg fol hfdst hfst hoofdst hst jaarg jg jrg kl
    max maxim min minim mod nr nrs no nos noot nt obs opm par pag pp reg rn sect ser sub suppl tab tel telef temp toel
    vol jan feb febr mrt apr jun jul aug sep sept okt nov dec jl a.s
""")

_LEANING = words("""
    afd gem ff r.o b.d gen.maj ltn prov reg rvs min arr bur bw dir distr div exempl getr insp kath prot rk r.k
""")

_CLOSING = words("""
    a.i a.s a.u.b c.a c.s d.v e.a e.d e.e.a e.v e.v.a enz etc j.l jl jr sr i.h.a m.i n.v.t o.i.d o.b.s p.m p.p p.u
    p.w pct r.i.p s.v.p v.chr n.chr chr v.k z.g.a.n z.i z.o.z z.s.m
    B.V N.V V.S V.N U.S U.S.A U.K D.C S.A E.U E.G G.B V.K Z.O N.O Z.W N.W
""")

_STARTERS = words("""
    De Het Een Eén Één Dat Dit Die Deze Er Hier Daar Hij Zij Ze We Wij Ik Je Jij Jullie U Men Iedereen Niemand
    Maar En Of Want Dus Toch Ook Nog Nu Toen Dan Als Wanneer Terwijl Omdat Doordat Hoewel Ofschoon Zodra Nadat Voordat
    Sinds Sindsdien In Op Aan Bij Met Voor Na Naar Tot Tijdens Volgens Door Over Om Onder Tegen Tussen Zonder
    Vanaf Vanuit Vanwege Dankzij Ondanks Behalve Naast Binnen Buiten Rond Uit Van Te Ter Ten Per
    Zijn Haar Hun Ons Onze Mijn Jouw Uw Zo Zoals Zou Zal Is Was Waren Heeft Had Kan Kon Moet Wordt Werd
    Wat Wie Waar Waarom Hoe Welk Welke Daarom Daarna Daarmee Daarbij Daardoor Daarnaast Daarentegen Daarop
    Hierdoor Hierbij Hiermee Hierna Hierop Hiervoor Daarvoor Daarin Daarvan Bovendien Echter Eigenlijk Even
    Intussen Ondertussen Inmiddels Vervolgens Tenslotte Uiteindelijk Misschien Natuurlijk Soms Vaak Altijd Nooit
    Geen Niet Niets Niks Al Alle Alleen Alles Allemaal Veel Weinig Sommige Enkele Elke Elk Ieder Iedere Andere
    Eerst Later Vroeger Gisteren Vandaag Morgen Ja Nee Zelfs Verder Voorts Tevens Immers Overigens Trouwens
""")

_PARTICLES = words("De Van Ten Ter Te Den")
_SURNAME_PREPOSITIONS = words("Op Aan In Uit Onder Over Bij Voor Van")
_ARTICLES = words("de den der het 't ’t ter ten")

DUTCH = LanguageRules(
    language="nl",
    binding=_TITLES | _CONNECTIVES,
    numbered=_NUMBERED,
    leaning=_LEANING,
    closing=_CLOSING,
    units=words("m g l u s"),
    starters=_STARTERS,
    particles=_PARTICLES,
    surname_prepositions=_SURNAME_PREPOSITIONS,
    articles=_ARTICLES,
    clitics=("s", "t", "k", "n", "m", "r", "ns", "tis", "twas"),
)
