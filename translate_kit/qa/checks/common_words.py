"""Words that nearly every text has, so that short texts need no dictionary, which takes 170 ms to load.

English and Dutch, of four letters and more; each is in one of the dictionaries, as a test says.
"""

from __future__ import annotations

_WORDS = (
    "about above according accordingly achter across actually after afterwards again against aldus alle alleen "
    "allemaal alles almost along already also althans although altijd altogether always among ander andere "
    "another anybody anyone anything apparently around because bedrijf been before begin behalve behind beide "
    "beiden below beneath beneden beside besides bestand between beyond bijna bijvoorbeeld binnen bleef both "
    "boven bovendien buiten certainly chapter children church city clearly click close come company consequently "
    "could country currently daar daarna daarom dank despite deze doch doen does done door down duizend during "
    "each east echter eenmaal eens eerder eerst eerste eigenlijk either elke else elsewhere enige enkele enough "
    "enter ergens error especially even evenals evenmin eventually ever every everybody everyone everything "
    "except familie family figure figuur file finally first five fortunately four fout from further gaan "
    "gedurende geen gelukkig generally given goed government haar have having hebben heeft here hier hoewel "
    "honderd hoofdstuk hopelijk however hundred ieder iedere iedereen iemand iets immers including indeed "
    "inderdaad indien inmiddels inside instead into intussen jaren jouw jullie just kennelijk kerk kinderen "
    "konden kunnen laat laatste land lang last later least less like likewise little long look maar made make "
    "mannen many maybe meanwhile meer meest meestal mensen meteen might mijn miljoen million minder minister "
    "misschien moet moeten mogelijk more moreover most much must naar naast nadat namelijk natuurlijk nearly "
    "neither nergens never nevertheless next niemand niet niets nine nobody none nooit north note nothing "
    "nowadays obviously officially ofschoon often omdat once ondanks onder ongeveer onlangs only onmiddellijk "
    "onto onze opeens open opnieuw originally other others otherwise outside over overal overall overigens page "
    "people percent perhaps please plotseling police politie president previously probably procent quite rather "
    "really recently regering rond said save school second section seen select seven several shall should show "
    "similarly simply since sinds some somebody someone something sometimes soms soon south staat stad state "
    "steeds still such suddenly tabel table take tegelijk tegen tenslotte terwijl tevens than that their them "
    "then there therefore these they third this those though thousand thousands three through throughout thus "
    "till toch today toen together tomorrow toward towards tussen twee twenty uiteindelijk uiteraard under "
    "unfortunately unless unlike until upon usually vaak vanaf vandaag vanwege veel verder vermoedelijk "
    "verschillende very volgens voor vooral voordat vrijwel vroeger vrouwen waar waarom waarschijnlijk wanneer "
    "want warning weer welke well werd werden were west what whatever when whenever where whereas wherever "
    "whether which while whoever whom whose will with within without women worden wordt would year years "
    "yesterday young your zeer zeker zelf zelfs zich zijn zoals zodat zodra zonder zouden zuid zulke "
)

COMMON_WORDS = frozenset(_WORDS.split())
