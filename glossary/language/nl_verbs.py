"""Strong and irregular verbs of Dutch, without prefixes, and the prefixes that part from a verb or do not."""

from __future__ import annotations

SEPARABLE = (
    *("achter", "beschikbaar", "bijeen", "binnen", "boven", "buiten", "gevangen", "heen", "ineen", "neder", "omver"),
    *("onder", "plaats", "samen", "tegen", "terecht", "terug", "teweeg", "tussen", "uiteen", "voorbij", "voort"),
    *("dood", "door", "neer", "over", "rond", "vast", "voor", "vrij", "weer", "aan", "bij", "los", "mee", "toe"),
    *("uit", "weg", "af", "in", "na", "om", "op"),
)
INSEPARABLE = ("be", "ge", "her", "ont", "ver", "er", "mis", "over", "onder", "door", "voor", "weer", "om")
"""Some are both: *overvallen* keeps together, *overlopen* comes apart."""

_TABLE = """
    bakken bakte bakten gebakken
    bederven bedierf bedierven bedorven
    bedriegen bedroog bedrogen bedrogen
    beginnen begon begonnen begonnen
    bergen borg borgen geborgen
    bevelen beval bevalen bevolen
    bewegen bewoog bewogen bewogen
    bezwijken bezweek bezweken bezweken
    bidden bad baden gebeden
    bieden bood boden geboden
    bijten beet beten gebeten
    binden bond bonden gebonden
    blazen blies bliezen geblazen
    blijken bleek bleken gebleken
    blijven bleef bleven gebleven
    breken brak braken gebroken
    brengen bracht brachten gebracht
    buigen boog bogen gebogen
    denken dacht dachten gedacht
    doen deed deden gedaan doet doe
    dragen droeg droegen gedragen
    drijven dreef dreven gedreven
    dringen drong drongen gedrongen
    drinken dronk dronken gedronken
    duiken dook doken gedoken
    dwijnen dween dwenen gedwenen
    dwingen dwong dwongen gedwongen
    eten at aten gegeten
    fluiten floot floten gefloten
    gaan ging gingen gegaan gaat ga
    gelden gold golden gegolden
    geven gaf gaven gegeven
    gieten goot goten gegoten
    glijden gleed gleden gegleden
    graven groef groeven gegraven
    grijpen greep grepen gegrepen
    hangen hing hingen gehangen
    hebben had hadden gehad heeft heb
    heffen hief hieven geheven
    helpen hielp hielpen geholpen
    houden hield hielden gehouden houdt hou
    jagen joeg joegen gejaagd
    kiezen koos kozen gekozen
    kijken keek keken gekeken
    klimmen klom klommen geklommen
    klinken klonk klonken geklonken
    komen kwam kwamen gekomen komt kom
    kopen kocht kochten gekocht
    krijgen kreeg kregen gekregen
    kruipen kroop kropen gekropen
    laten liet lieten gelaten
    lezen las lazen gelezen
    liegen loog logen gelogen
    liggen lag lagen gelegen
    lijden leed leden geleden
    lijken leek leken geleken
    lopen liep liepen gelopen
    meten mat maten gemeten
    mijden meed meden gemeden
    moeten moest moesten gemoeten
    mogen mocht mochten gemogen mag
    nemen nam namen genomen
    nijpen neep nepen genepen
    prijzen prees prezen geprezen
    rijden reed reden gereden
    roepen riep riepen geroepen
    ruiken rook roken geroken
    scheiden scheidde scheidden gescheiden
    schenden schond schonden geschonden
    schenken schonk schonken geschonken
    scheppen schiep schiepen geschapen
    schieten schoot schoten geschoten
    schijnen scheen schenen geschenen
    schrijven schreef schreven geschreven
    schrikken schrok schrokken geschrokken
    schuilen school scholen gescholen
    schuiven schoof schoven geschoven
    slaan sloeg sloegen geslagen slaat sla
    slapen sliep sliepen geslapen
    slijten sleet sleten gesleten
    sluipen sloop slopen geslopen
    sluiten sloot sloten gesloten
    smelten smolt smolten gesmolten
    smijten smeet smeten gesmeten
    snijden sneed sneden gesneden
    spreken sprak spraken gesproken
    springen sprong sprongen gesprongen
    staan stond stonden gestaan staat sta
    steken stak staken gestoken
    stelen stal stalen gestolen
    sterven stierf stierven gestorven
    stijgen steeg stegen gestegen
    strijden streed streden gestreden
    strijken streek streken gestreken
    treden trad traden getreden
    treffen trof troffen getroffen
    trekken trok trokken getrokken
    vallen viel vielen gevallen
    vangen ving vingen gevangen
    varen voer voeren gevaren
    vechten vocht vochten gevochten
    verdwijnen verdween verdwenen verdwenen
    vergeten vergat vergaten vergeten
    verlaten verliet verlieten verlaten
    verliezen verloor verloren verloren
    vinden vond vonden gevonden
    vliegen vloog vlogen gevlogen
    vouwen vouwde vouwden gevouwen
    vragen vroeg vroegen gevraagd
    vriezen vroor vroren gevroren
    wassen waste wasten gewassen
    wegen woog wogen gewogen
    werpen wierp wierpen geworpen
    werven wierf wierven geworven
    weten wist wisten geweten
    wijken week weken geweken
    wijten weet weten geweten
    wijzen wees wezen gewezen
    winden wond wonden gewonden
    winnen won wonnen gewonnen
    worden werd werden geworden
    wreken wreekte wreekten gewroken
    wringen wrong wrongen gewrongen
    zeggen zei zeiden gezegd zegt
    zenden zond zonden gezonden
    zien zag zagen gezien ziet zie
    zingen zong zongen gezongen
    zinken zonk zonken gezonken
    zitten zat zaten gezeten
    zoeken zocht zochten gezocht
    zuigen zoog zogen gezogen
    zwemmen zwom zwommen gezwommen
    zweren zwoer zwoeren gezworen
    zwijgen zweeg zwegen gezwegen
    bannen bande banden gebannen
    heten heette heetten geheten
    raden raadde raadden geraden
    stoten stootte stootten gestoten
    spannen spande spanden gespannen
"""

STRONG: dict[str, tuple[str, ...]] = {row.split()[0]: tuple(row.split()[1:]) for row in _TABLE.strip().splitlines()}
"""Infinitive: past, past plural, participle, and present forms that the rules do not give."""

FROM_STRONG: dict[str, tuple[str, ...]] = {}
"""A strong form: the infinitives that it may belong to, both without prefix. Participles also without *ge*."""

for _infinitive, _forms in STRONG.items():
    for _form in {*_forms, *(form.removeprefix("ge") for form in _forms)}:
        FROM_STRONG[_form] = (*FROM_STRONG.get(_form, ()), _infinitive)


_LONGEST = max(map(len, FROM_STRONG))


def strong_forms(infinitive: str) -> set[str]:
    """The forms of a verb that is strong, or has a strong one behind an inseparable prefix; none for a weak verb."""
    for prefix in ("", *INSEPARABLE):
        root = infinitive[len(prefix) :]
        if infinitive.startswith(prefix) and root in STRONG:
            forms = STRONG[root]
            if prefix:
                forms = tuple(form.removeprefix("ge") if number == 2 else form for number, form in enumerate(forms))
            return {prefix + form for form in forms}
    return set()


def strong_infinitives(form: str) -> set[str]:
    """The strong verbs that a form may belong to, with the prefix that stands before it."""
    found: set[str] = set()
    # From the longest prefix that there is to none.
    for length in range(max(0, len(form) - _LONGEST), min(12, len(form) - 1)):
        for infinitive in FROM_STRONG.get(form[length:], ()):
            found.add(form[:length] + infinitive)
    return found
