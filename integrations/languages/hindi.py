"""Hindi: 0 to 99 have a word each, and fractions stand before the number they change."""

from typing import Final

from integrations.languages.regional_languages import Language, number_table, ordered, table

_NUMBERS: Final = number_table(
    """
0: शून्य, ज़ीरो, जीरो | shunya, shoonya
1: एक | ek, aik
2: दो | do
3: तीन | teen, tin
4: चार | char, chaar
5: पाँच, पांच | paanch, panch, paach
6: छह, छः, छे | chhah, chhe, che, chah, cheh
7: सात | saat, sat
8: आठ | aath, ath
9: नौ | nau
10: दस | das, dus
11: ग्यारह | gyarah, gyara, gyaarah
12: बारह | barah, bara, baarah
13: तेरह | terah, tera
14: चौदह | chaudah, chauda, choudah
15: पंद्रह, पन्द्रह | pandrah, pandra, pandhrah
16: सोलह | solah, sola
17: सत्रह, सतरह | satrah, satra, sattarah
18: अठारह, अट्ठारह | atharah, athara, attharah
19: उन्नीस | unnis, unnees, unis
20: बीस | bees, bis
21: इक्कीस | ikkis, ikkees, ikis
22: बाईस, बाइस | bais, baais, bays
23: तेईस, तेइस | teis, teyis, tais
24: चौबीस | chaubis, chaubees, chobis
25: पच्चीस | pachchis, pachis, pacchis, pachees
26: छब्बीस | chhabbis, chabbis, chabees
27: सत्ताईस, सत्ताइस | sattais, satais, sataais
28: अट्ठाईस, अट्ठाइस, अठाईस | atthais, athais, athaais
29: उनतीस, उन्तीस | untis, unatis, untees
30: तीस | tees, tis
31: इकतीस, इकत्तीस | ikattis, iktis, ikatees
32: बत्तीस | battis, batis, battees
33: तैंतीस, तेंतीस | taintis, tentis, taitis
34: चौंतीस | chauntis, chautis, chontis
35: पैंतीस | paintis, pentis, paitis
36: छत्तीस | chhattis, chattis, chatees
37: सैंतीस | saintis, sentis, saitis
38: अड़तीस | adtis, artis, adatis
39: उनतालीस, उन्तालीस | untalis, unchalis, untaalis
40: चालीस | chalis, chaalis, chalees
41: इकतालीस | iktalis, ikatalis, iktaalis
42: बयालीस, बयालिस | bayalis, bayaalis, byalis
43: तैंतालीस, तेंतालीस | taintalis, tentalis, taitalis
44: चौवालीस, चवालीस, चौंवालीस | chauvalis, chawalis, chavalis
45: पैंतालीस | paintalis, pentalis, paitalis
46: छियालीस | chhiyalis, chiyalis, chyalis
47: सैंतालीस | saintalis, sentalis, saitalis
48: अड़तालीस | adtalis, artalis, adtaalis
49: उनचास, उन्चास | unchas, unanchas, unchaas
50: पचास | pachas, pachaas, pchas
51: इक्यावन | ikyawan, ikyavan, ikkyawan
52: बावन | bawan, bavan, baavan
53: तिरपन, तिरेपन | tirpan, tirepan, trepan
54: चौवन | chauwan, chauvan, chouvan
55: पचपन | pachpan, pachapan
56: छप्पन | chhappan, chappan
57: सत्तावन | sattawan, sattavan, satavan
58: अट्ठावन, अठावन | atthawan, atthavan, athavan
59: उनसठ | unsath, unasath
60: साठ | saath, sath
61: इकसठ | iksath, ikasath
62: बासठ | basath, baasath
63: तिरसठ, तिरेसठ | tirsath, tiresath
64: चौंसठ, चौसठ | chaunsath, chausath
65: पैंसठ | painsath, pensath
66: छियासठ | chhiyasath, chiyasath
67: सड़सठ, सरसठ | sadsath, sarsath
68: अड़सठ | adsath, arsath
69: उनहत्तर | unhattar, unahattar
70: सत्तर | sattar, satar
71: इकहत्तर | ikhattar, ikahattar
72: बहत्तर | bahattar, bahatar
73: तिहत्तर | tihattar, tehattar
74: चौहत्तर | chauhattar, chohattar
75: पचहत्तर, पिचहत्तर | pachhattar, pichhattar, pachattar
76: छिहत्तर | chhihattar, chihattar
77: सतहत्तर | sathattar, satahattar
78: अठहत्तर | athhattar, athattar
79: उन्यासी, उनासी | unyasi, unasi
80: अस्सी | assi, asi
81: इक्यासी | ikyasi, ikasi
82: बयासी | bayasi, byasi
83: तिरासी | tirasi, terasi
84: चौरासी | chaurasi, chorasi
85: पचासी | pachasi, pachaasi
86: छियासी | chhiyasi, chiyasi
87: सत्तासी | sattasi, satasi
88: अट्ठासी, अठासी | atthasi, athasi
89: नवासी | navasi, nawasi
90: नब्बे | nabbe, nabe, nabbey
91: इक्यानवे, इक्यानबे | ikyanve, ikyanbe
92: बानवे, बानबे | banve, baanve, banbe
93: तिरानवे, तिरानबे | tiranve, tiranbe
94: चौरानवे, चौरानबे | chauranve, chauranbe
95: पंचानवे, पचानवे, पंचानबे | panchanve, pachanve, panchanbe
96: छियानवे, छियानबे | chhiyanve, chiyanve, chiyanbe
97: सत्तानवे, सत्तानबे | sattanve, satanve, sattanbe
98: अट्ठानवे, अट्ठानबे, अठानवे | atthanve, athanve, atthanbe
99: निन्यानवे, निन्यानबे | ninyanve, ninanve, ninyanbe
1.5: डेढ़, डेढ | dedh, ded, derh, deedh, dedhh
2.5: ढाई, ढ़ाई, अढ़ाई | dhai, dhaai, adhai, dhayi
0.5: आधा, आधी, आधे, हाफ़ | aadha, adha, aadhi, aadhe, half
0.25: पाव, चौथाई | paav, pav, chauthai
"""
)
_MULTIPLIERS: Final = {
    int(value): words
    for value, words in number_table(
        """
100: सौ, सैकड़ा | sau, saikda
1000: हज़ार, हजार | hazaar, hazar, hajar, hajaar, hzr, hazzar
100000: लाख, लाखों | lakh, laakh, lac, lak, lakhs
10000000: करोड़ | crore, karod, karor, caror
12: दर्जन | darjan, darzan
"""
    ).items()
}
_FRACTION_PREFIXES: Final = number_table(
    """
0.5: साढ़े, साढे | saadhe, sadhe, sade, saade, sarhe, saarhe
0.25: सवा | sava, sawa, savaa
-0.25: पौने, पौन, पौना | paune, paun, pauna, pone
"""
)
_MONTHS: Final = ordered(
    """
जनवरी | january, jan, janvari, janwari
फ़रवरी | february, feb, farvari, farwari
मार्च | march, maarch
अप्रैल, अप्रेल | april, apr, aprail
मई | may
जून | june, jun, joon
जुलाई | july, jul, julai
अगस्त | august, aug, agast
सितंबर, सितम्बर | september, sep, sept, sitambar
अक्टूबर, अक्तूबर | october, oct, aktubar, aktoober
नवंबर, नवम्बर | november, nov, navambar
दिसंबर, दिसम्बर | december, dec, disambar
"""
)
_WEEKDAYS: Final = ordered(
    """
सोमवार, सोम, मंडे | somvar, somwar, somvaar, somwaar, somavar
मंगलवार, मंगल, ट्यूज़डे | mangalvar, mangalwar, mangalvaar, mangalwaar, mangal
बुधवार, बुध, वेडनेसडे | budhvar, budhwar, budhvaar, budhwaar, budh
गुरुवार, बृहस्पतिवार, वीरवार, थर्सडे | guruvar, guruwar, guruvaar, guruwaar, brihaspativar, veervar
शुक्रवार, शुक्र, जुमा, फ्राइडे | shukravar, shukrawar, shukravaar, shukrawaar, shukarvar, juma, jumma
शनिवार, शनि, सैटरडे | shanivar, shaniwar, shanivaar, shaniwaar, shanichar, sanivar, saniwar
रविवार, रवि, इतवार, संडे | ravivar, raviwar, ravivaar, raviwaar, itwar, itvaar, itvar, itwaar
"""
)
_TIME: Final = table(
    """
today: आज, आज ही | aaj, aj
tomorrow: कल, कल को | kal, kl
day_after_tomorrow: परसों, परसो | parso, parson, parsoo
yesterday: बीता कल, बीते कल | beeta kal, kal wala
weekend: वीकेंड, सप्ताहांत, शनि-रवि | weekend, shani ravi
this: इस, इसी | is, iss, isi
next: अगले, अगला, अगली, आने वाले | agle, agla, agli, aane wale
until: तक, तलक | tak, tk, takk
from: से, से लेकर | se, sey, se leke, se lekar
ends: ख़त्म, खत्म, समाप्त | khatam, khatm, samapt
starts: शुरू, शुरु, शुरुआत, पहला दिन, चालू, आरंभ | shuruaat, pehla din, shuru, suru, chalu, shuroo
last_day: आख़िरी दिन, आखिरी दिन, अंतिम दिन, आख़िरी तारीख, आखिरी तारीख | aakhri din, akhri din
before: से पहले | se pehle, se phele, se pahle
later: के बाद | ke baad, k baad
every: हर, प्रत्येक | har
after: बाद, में | baad, bad
day: दिन, दिनों, दिवस | din, dino, dinon
week: हफ़्ता, हफ़्ते, हफ़्तों, सप्ताह | hafta, hafte, hafton, saptah
month: महीना, महीने, महीनों, माह | mahina, mahine, mahino, maheena, maheene
year: साल, वर्ष | saal, sal
daymark: तारीख, तारीख़, तारीक | tareekh, tarikh, tareek, tarik
"""
)


def _in_words(number: int, native: bool) -> str:
    def below_hundred(value: int) -> str:
        return _NUMBERS[value].first(native=native)

    if number < 100:
        return below_hundred(number)
    parts: list[str] = []
    for size in (10_000_000, 100_000, 1000, 100):
        count, number = divmod(number, size)
        if count:
            parts += [below_hundred(count), _MULTIPLIERS[size].first(native=native)]
    return " ".join([*parts, below_hundred(number)] if number else parts)


LANGUAGE: Final = Language(
    code="hi",
    numbers=_NUMBERS,
    multipliers=_MULTIPLIERS,
    fraction_prefixes=_FRACTION_PREFIXES,
    joined=(("सौ", "", 100.0), ("sau", "", 100.0)),
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    time=_TIME,
    in_words=_in_words,
)
