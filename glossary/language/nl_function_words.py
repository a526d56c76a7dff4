"""Dutch words that are no part of a term, for finding noun phrases; written down here, since no rule tells them."""

from __future__ import annotations

from glossary.language.nl_words import CONJUNCTIONS, DETERMINERS, MODALS, PREPOSITIONS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPENERS = DETERMINERS | _words("""
    één haar hen der den des dezer zeker zekere beide vele verschillende diverse talrijke honderd honderden duizend
    duizenden miljoen miljoenen miljard miljarden tientallen twaalf twintig dertig veertig vijftig zestig zeventig
    tachtig negentig zoveel hoeveel vierde vijfde zesde zevende achtste negende tiende iedere menig menige ettelijke
    evenveel genoeg voldoende meerdere nul elf andermans diezelfde deszelfs hele heel halve eigen andere ander vorige
    volgende laatste eerste zogenaamde zogeheten enkel enkele sommige zulke bepaalde zoiets allerlei allerhande
""")
"""Determiners, possessives and numbers: a noun phrase follows."""

BEFORE_NOUNS = PREPOSITIONS | _words("""
    behalve richting ondanks dankzij vanwege krachtens namens omtrent jegens gedurende halverwege
    te ter ten inzake tegenover beneden langsheen per versus qua à exclusief inclusief
""")
"""Prepositions: a noun phrase may follow, without a determiner too."""

OTHERS = (
    CONJUNCTIONS
    | MODALS
    | _words("""
    ik jij je hij zij ze wij we jullie u men mij me hem ons hen hun haar zich zichzelf elkaar elkaars mezelf jezelf
    mijzelf uzelf iemand niemand iets niets alles wie wat welke waar wanneer hoe waarom waarmee waarin waarop
    waarvan waarover waardoor waarbij waarna waaruit waaronder waartoe waaraan waarachter waartegen waarvoor
    waarheen waarnaast daar daarmee daarin daarop daarvan daarover daardoor daarbij daarna daaruit daaronder daartoe
    daaraan daarachter daartegen daarvoor daarheen daarnaast daarom daarentegen hier hiermee hierin hierop hiervan
    hierover hierdoor hierbij hierna hieruit hieronder hiertoe hieraan hiervoor er ermee erin erop ervan erover
    erdoor erbij eruit eronder ertoe eraan ervoor ernaast erna ergens nergens overal en maar of want dus noch doch
    omdat doordat zodat terwijl hoewel ofschoon tenzij mits indien als dan toen zodra totdat voordat nadat sinds
    sedert alsof dat die zoals evenals alvorens opdat naarmate aangezien zowel hetzij ofwel oftewel respectievelijk
    ben bent is zijn was waren wees geweest wezen heb hebt heeft hebben had hadden gehad word wordt worden werd
    werden geworden kun kunt kan kunnen kon konden zal zult zullen zou zouden moet moeten moest moesten mag mogen
    mocht mochten wil wilt willen wilde wilden wou laat laten liet lieten gelaten doe doet doen deed deden gedaan ga
    gaat gaan ging gingen gegaan kom komt komen kwam kwamen gekomen blijf blijft blijven bleef bleven gebleven blijk
    blijkt blijken bleek bleken lijkt lijken leek leken schijnt schijnen scheen schenen hoef hoeft hoeven hoefde
    hoefden durf durft durven sta staat staan stond stonden gestaan zit zitten zat zaten gezeten lig ligt liggen lag
    lagen gelegen zeg zegt zeggen zei zeiden gezegd heet heten heette heetten weet weten wist wisten geweten zie
    ziet zien zag zagen gezien krijg krijgt krijgen kreeg kregen gekregen geef geeft geven gaf gaven gegeven neem
    neemt nemen nam namen genomen maak maakt maken maakte maakten gemaakt houd houdt houden hield hielden gehouden
    vraagt vroeg vroegen vindt vinden vond vonden gevonden bestaat bestaan bestond bestonden geldt gelden gold
    golden niet ook nog al wel toch nu zo zeer erg heel te immers zelf zelfs alleen bijna vooral ooit nooit altijd
    vaak soms steeds weer opnieuw meteen intussen inmiddels samen ruim verreweg bovenop eerder later vroeger straks
    daarnet net pas reeds telkens voortaan vandaag gisteren morgen gauw spoedig dadelijk onmiddellijk tegelijk
    tegelijkertijd ondertussen sindsdien destijds indertijd tegenwoordig momenteel thans eens even evenmin eveneens
    bovendien verder overigens trouwens kortom althans tenminste hooguit hoogstens minstens ongeveer circa zowat
    vrijwel nagenoeg haast amper nauwelijks enigszins enkel slechts louter uitsluitend juist precies natuurlijk
    uiteraard misschien wellicht mogelijk waarschijnlijk vermoedelijk blijkbaar kennelijk schijnbaar ogenschijnlijk
    eigenlijk echt werkelijk inderdaad gewoon helaas gelukkig hopelijk liever graag best beter goed slecht anders
    elders terug weg heen mee door af toe uit aan op om in neer bijeen vooruit achteruit omhoog omlaag binnenkort
    weldra uiteindelijk tenslotte eindelijk aanvankelijk allereerst ten voorts vervolgens dusdanig zodanig zozeer
    zodoende desondanks desnoods niettemin nochtans echter weliswaar integendeel kortweg meestal doorgaans
    gewoonlijk normaliter algemeen jaarlijks dagelijks onderweg thuis buiten binnen boven beneden links rechts
    voorbij rondom tussendoor ja nee neen ach och tja hé nou bijvoorbeeld bijv bv namelijk nl oa o.a mbt m.b.t ca dr
    mr drs prof ir ing mevr dhr nr blz etc enz enzovoort zogenaamd zonder met tot meer minder meest minst minste
    veel weinig genoeg allemaal beide beiden sommigen anderen velen enigen enkelen eenieder dezulken zulks zoiets
    degene degenen dezelfde hetzelfde hetgeen wiens wier vorig volgend half zolang voorheen naderhand gaandeweg
    stilletjes vooraf achteraf vanaf hardop allebei enfin achtereenvolgens kortgeleden onlangs recentelijk langzaam
    snel hard zacht lang langer kort ver dichtbij hoog laag vrij nogal tamelijk behoorlijk redelijk aardig flink
    zogezegd simpelweg domweg ronduit volledig helemaal geheel gans totaal nauw nauwer zeker vanzelf omgekeerd
    vandaar
""")
)
"""Pronouns, auxiliaries and other frequent verbs, adverbs: a noun phrase ends before them."""

NOUNS_TOO = _words("staat geweten wil bestaan wezen recht goed best kwaad zaken gedoe leven lijden weten")
"""Words of the list above, and verbs, that are nouns after a determiner."""

EMPTY_NOUNS = _words("""
    aantal deel stuk soort manier wijze keer maal jaar maand week dag uur minuut seconde eeuw moment ogenblik tijd
    begin einde eind midden rest helft kwart meter kilometer kilo graad procent euro dollar stuks paar hoop ding zaak
    geval feit reden gevolg kant zijde punt plek plaats ochtend avond middag nacht maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december
    mens man vrouw kind jongen meisje vader moeder zoon dochter broer zus ouders vriend collega mevrouw meneer
    lente zomer herfst winter weekend uurtje honderdtal tiental bijna-alles kilogram gram liter hectare periode
    jaren dagen leven naam woord vraag antwoord hand hoofd oog gezicht stem huis kamer deur tafel stoel muur weg straat
    beeld idee gevoel indruk bedoeling
""")
"""Nouns of general language that are no terms by themselves; in a longer phrase they may be a part of one."""

LINKS = _words("van voor tegen tot over op in aan uit naar tussen onder")
"""Prepositions that may stand inside a term: *vrijheid van godsdienst*, *misdaad tegen de menselijkheid*."""
