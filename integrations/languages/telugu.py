"""Telugu: hundreds and thousands change before more (వందల, వేల), halves join as -న్నర."""

from typing import Final

from integrations.languages.regional_languages import Language, number_table, ordered, table

_NUMBERS: Final = number_table(
    """
0: సున్నా, సున్న, జీరో | sunna, soonya
1: ఒకటి, ఒక, ఒక్కటి | okati, oka, okkati, vokati
2: రెండు | rendu, rendoo
3: మూడు | moodu, mudu
4: నాలుగు | naalugu, nalugu, nalgu
5: ఐదు, అయిదు | aidu, aydu, ayidu
6: ఆరు | aaru, aru
7: ఏడు | edu, yedu, eedu
8: ఎనిమిది | enimidi, yenimidi, enimdi
9: తొమ్మిది | tommidi, thommidi, tomidi
10: పది | padi, padhi
11: పదకొండు | padakondu, padhakondu
12: పన్నెండు | pannendu, panendu
13: పదమూడు | padamoodu, padamudu
14: పద్నాలుగు, పదునాలుగు | padnalugu, padhnaalugu, padunalugu
15: పదిహేను | padihenu, padhihenu
16: పదహారు | padaharu, padahaaru
17: పదిహేడు | padihedu, padhihedu
18: పద్దెనిమిది | paddenimidi, padhenimidi
19: పంతొమ్మిది, పందొమ్మిది | panthommidi, pantommidi, pandommidi
20: ఇరవై, ఇరవయ్ | iravai, iravay, eravai
30: ముప్పై, ముప్ఫై, ముప్పయ్ | muppai, muppay, mupphai
40: నలభై, నలభయ్, నలబై | nalabhai, nalabai, nalabay
50: యాభై, యాబై | yabhai, yabai, yaabhai
60: అరవై, అరవయ్ | aravai, aravay
70: డెబ్బై, డెబ్భై | debbai, debbhai, dabbai
80: ఎనభై, ఎనబై | enabhai, enabai, yenabhai
90: తొంభై, తొంబై | thombhai, tombhai, thombai
25: పాతిక | pathika, paatika, paathika
100: వంద, నూరు, నూట, నూటా | vanda, vandha, nooru, noota, nuta
1.5: ఒకటిన్నర, ఒకటీన్నర | okatinnara, okatinara
2.5: రెండున్నర, రెండూన్నర | rendunnara, rendunara
3.5: మూడున్నర | moodunnara, mudunnara
4.5: నాలుగున్నర | nalugunnara, naalugunnara
5.5: ఐదున్నర, అయిదున్నర | aidunnara, aydunnara
1.25: ఒకటింపావు, ఒకటింబావు | okatimpavu, okatimbavu
0.5: అర, సగం | ara, sagam
0.25: పావు | paavu, pavu
0.75: ముప్పావు | muppaavu, muppavu
"""
)
_MULTIPLIERS: Final = {
    int(value): words
    for value, words in number_table(
        """
100: వందలు, వందల | vandalu, vandala, vandhalu, vandhala
1000: వేలు, వేల, వెయ్యి | velu, vela, veyyi, veyi
100000: లక్షలు, లక్షల, లక్ష | lakshalu, lakshala, laksha, laksa
10000000: కోట్లు, కోట్ల, కోటి | kotlu, kotla, koti
12: డజను, డజన్ | dajanu
"""
    ).items()
}
_MONTHS: Final = ordered(
    """
జనవరి | january, jan, janavari
ఫిబ్రవరి | february, feb, phibravari
మార్చి, మార్చ్ | march, maarchi
ఏప్రిల్ | april, apr, epril
మే | may
జూన్ | june, jun, joon
జూలై, జులై | july, jul, julai
ఆగస్టు, ఆగస్ట్ | august, aug, aagastu
సెప్టెంబర్, సెప్టెంబరు | september, sep, sept, septembaru
అక్టోబర్, అక్టోబరు | october, oct, aktobaru
నవంబర్, నవంబరు | november, nov, navambaru
డిసెంబర్, డిసెంబరు | december, dec, disembaru
"""
)
_WEEKDAYS: Final = ordered(
    """
సోమవారం, సోమ, మండే, సోమవారము | somavaram, somavaaram, somavaramu
మంగళవారం, మంగళ | mangalavaram, mangalavaaram
బుధవారం, బుధ | budhavaram, budhavaaram
గురువారం, లక్ష్మివారం, బేస్తవారం | guruvaram, lakshmivaram, besthavaram, guruvaaram
శుక్రవారం, శుక్ర, ఫ్రైడే | sukravaram, shukravaram, sukravaaram, shukravaaram
శనివారం, శని, శాటర్డే | sanivaram, shanivaram, sanivaaram
ఆదివారం, సండే, ఐతారం | aadivaram, adivaram, aadivaaram, itharam
"""
)
_TIME: Final = table(
    """
today: ఈరోజు, ఈ రోజు, నేడు, ఇవాళ, ఇయ్యాల, ఈరోజే | ee roju, eeroju, ivala, ivvala, iyala, nedu, e roju
tomorrow: రేపు, రేపే, రేపటికి, రేపటి | repu, reepu, repatiki, repati
day_after_tomorrow: ఎల్లుండి, ఎల్లుండికి | ellundi, yellundi, elundi
yesterday: నిన్న, నిన్నటి | ninna, ninnati
weekend: వీకెండ్, వారాంతం | weekend, vaarantham
this: ఈ | ee
next: వచ్చే, తర్వాతి, పై | vache, vacche, pai, tarvathi
until: వరకు, దాకా, వరకే, వరకూ | varaku, daaka, daka, varake, varaku matrame, varaki
from: నుంచి, నుండి, నించి | nunchi, nundi, ninchi, nunchee
ends: ముగుస్తుంది, అయిపోతుంది | mugustundi, ayipotundi
starts: మొదటి రోజు, మొదలు, మొదలవుతుంది, ప్రారంభం, స్టార్ట్ | modati roju, modalu, modalavuthundi, prarambham
last_day: చివరి రోజు, చివరి తేదీ, లాస్ట్ డేట్ | chivari roju, chivari tedi, chivari date
before: కంటే ముందు, కి ముందు, ముందు, లోపు | kante mundu, ki mundu, lopu
later: తర్వాత, తరువాత | tarvata, tharvatha, taruvata
every: ప్రతి | prathi, prati
after: తర్వాత, తరువాత | tarvata, tharvatha, taruvata, taravata
day: రోజు, రోజులు, రోజుల, దినం | roju, rojulu, rojula
week: వారం, వారాలు, వారాల | vaaram, varam, vaaralu, vaarala
month: నెల, నెలలు, నెలల | nela, nelalu, nelala
year: సంవత్సరం, ఏడాది | samvatsaram, edadi
daymark: తేదీ, వతేదీ, తేది, తారీఖు | tedi, thedi, tareeku, tariku, tedhi, va tedi
"""
)


def _below_hundred(value: int, native: bool) -> str:
    if value <= 20 or value % 10 == 0:
        return _NUMBERS[value].first(native=native)
    tens = _NUMBERS[value // 10 * 10].first(native=native)
    return f"{tens} {_NUMBERS[value % 10].first(native=native)}"


def _in_words(number: int, native: bool) -> str:
    if number < 100:
        return _below_hundred(number, native)
    parts: list[str] = []
    for size in (10_000_000, 100_000, 1000, 100):
        count, number = divmod(number, size)
        if not count:
            continue
        words = _MULTIPLIERS[size].native if native else _MULTIPLIERS[size].latin
        if size == 100 and count == 1:
            hundred = _NUMBERS[100]
            parts.append((hundred.native if native else hundred.latin)[0 if not number else -2])
        elif count == 1:
            one = ("ఒక" if native else "oka",) if size > 1000 else ()
            parts += [*one, words[2]]
        else:
            parts += [_below_hundred(count, native), words[1] if number else words[0]]
    return " ".join([*parts, _below_hundred(number, native)] if number else parts)


LANGUAGE: Final = Language(
    code="te",
    numbers=_NUMBERS,
    multipliers=_MULTIPLIERS,
    fraction_prefixes={},
    joined=(
        ("ొందలు", "ు", 100.0),
        ("ొందల", "ు", 100.0),
        ("వందలు", "", 100.0),
        ("వందల", "", 100.0),
        ("ondalu", "u", 100.0),
        ("ondala", "u", 100.0),
        ("ondalu", "i", 100.0),
        ("vandalu", "", 100.0),
        ("వేలు", "", 1000.0),
        ("వేల", "", 1000.0),
        ("velu", "", 1000.0),
        ("vela", "", 1000.0),
    ),
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    time=_TIME,
    in_words=_in_words,
)
