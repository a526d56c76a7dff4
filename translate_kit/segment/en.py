"""English: a plainer set, for checking targets and for documents that mix the two languages."""

from __future__ import annotations

from translate_kit.segment.rules import LanguageRules, words

_BINDING = words("""
    mr mrs ms dr prof st rev hon gen col maj capt cmdr lt sgt sen rep gov pres mt ft messrs mme mlle supt insp
    e.g i.e viz cf vs approx incl excl esp resp a.k.a ca
""")

_NUMBERED = words("""
    no nos fig figs art arts sec ch chap vol vols p pp par para ed eds app tab eq ref al est tel max min
    jan feb mar apr jun jul aug sep sept oct nov dec
""")

_CLOSING = words("""
    etc jr sr inc ltd co corp bros plc a.m p.m b.c a.d b.c.e c.e u.s u.s.a u.k u.n e.u d.c ph.d m.d b.a m.a esq
""")

_STARTERS = words("""
    The A An This That These Those There Here He She It We They I You One Everyone Nobody Someone
    But And Or So Yet Also Still Now Then If When While Because Although Though Since Until Unless Once
    In On At By With For After Before To From During According Through Over Under Between Without Despite Of As
    His Her Its Our Their My Your What Who Where Why How Which Is Was Were Are Has Had Have Can Could Must Will Would
    However Moreover Meanwhile Finally Perhaps Maybe Of Sometimes Often Always Never No Not Nothing All Only Many Some
    Other First Later Yesterday Today Tomorrow Yes Even Indeed
""")

ENGLISH = LanguageRules(
    language="en",
    binding=_BINDING,
    numbered=_NUMBERED,
    closing=_CLOSING,
    starters=_STARTERS,
    clitics=("tis", "twas", "twill", "cause"),
)
