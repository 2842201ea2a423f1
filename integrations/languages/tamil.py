"""Tamil: tens take an oblique form before units, hundreds and thousands join into one word."""

from typing import Final

from integrations.languages.regional_languages import (
    Language,
    Spelling,
    number_table,
    ordered,
    table,
)

_NUMBERS: Final = number_table(
    """
0: பூஜ்ஜியம், பூஜ்யம், சைபர், ஜீரோ | poojyam, poojjiyam, saibar
1: ஒன்று, ஒண்ணு, ஒன்னு, ஒரு | onnu, ondru, onru, oru, onu
2: இரண்டு, ரெண்டு | rendu, irandu, randu
3: மூன்று, மூணு | moonu, moondru, munu, moonru
4: நான்கு, நாலு | naalu, naangu, nalu, nangu
5: ஐந்து, அஞ்சு | anju, ainthu, aindhu, anchu
6: ஆறு | aaru, aru
7: ஏழு | ezhu, elu, yezhu, ezhlu
8: எட்டு | ettu, yettu, etu
9: ஒன்பது, ஒம்பது | ombadhu, onbadhu, ombathu, onpathu
10: பத்து | pathu, paththu
11: பதினொன்று, பதினொண்ணு, பதினொன்னு | padhinonnu, pathinonnu, pathinondru
12: பன்னிரண்டு, பன்னெண்டு, பன்னண்டு | pannendu, pannirandu, panendu
13: பதின்மூன்று, பதிமூன்று, பதிமூணு | padhimoonu, pathimoonu, pathinmoondru
14: பதினான்கு, பதினாலு | padhinaalu, pathinalu, pathinaangu
15: பதினைந்து, பதினஞ்சு | padhinanju, pathinanju, pathinainthu
16: பதினாறு | padhinaaru, pathinaru
17: பதினேழு | padhinezhu, pathinelu
18: பதினெட்டு | padhinettu, pathinettu
19: பத்தொன்பது, பத்தொம்பது | pathombadhu, pathombathu, pathonbadhu
20: இருபது, இருவது | irubadhu, iruvadhu, irupathu, irubathu
30: முப்பது | muppadhu, mupathu, muppathu
40: நாற்பது, நாப்பது | naapadhu, narpathu, naarpadhu, nappathu
50: ஐம்பது, அம்பது | aimbathu, aimpathu, ambadhu, aimbadhu, ambathu, aimpathu
60: அறுபது, அறுவது | arubadhu, aruvadhu, arupathu
70: எழுபது, எழுவது | ezhubadhu, ezhuvadhu, elupathu, eluvathu
80: எண்பது, எம்பது | embadhu, enbadhu, enpathu, embathu
90: தொண்ணூறு, தொன்னூறு | thonnooru, thonnuru, tonnuru
100: நூறு | nooru, nuru, noor, nooru
200: இருநூறு, இரநூறு, எரநூறு | irunooru, eranooru, iranooru, irunuru
300: முந்நூறு, முன்னூறு | munnooru, munnuru, munooru
400: நானூறு, நாநூறு | naanooru, nanuru, nanooru
500: ஐநூறு, ஐந்நூறு, அஞ்சுநூறு | ainooru, ainuru, anjnooru, anjooru, ainnooru
600: அறுநூறு | arunooru, arunuru, aranooru
700: எழுநூறு | ezhunooru, elunooru, elunuru, ezhunuru
800: எண்ணூறு, எட்டுநூறு | ennooru, ennuru, yennooru
900: தொள்ளாயிரம் | thollayiram, tholayiram, tollayiram, thollaayiram
1.5: ஒன்றரை, ஒண்ணரை, ஒன்னரை | onnarai, ondrarai, onrarai, onnara
2.5: இரண்டரை, ரெண்டரை | rendarai, irandarai, rendara
3.5: மூன்றரை, மூணரை | moonarai, moondrarai, munarai
4.5: நாலரை, நான்கரை | naalarai, nalarai, naangarai
5.5: ஐந்தரை, அஞ்சரை | anjarai, aindharai
1.25: ஒன்றேகால், ஒண்ணேகால் | onnekaal, ondrekaal, onnekal
1.75: ஒன்றேமுக்கால், ஒண்ணேமுக்கால் | onnemukkaal, ondremukkal
0.5: அரை, பாதி | arai, paathi
0.25: கால் | kaal
0.75: முக்கால் | mukkaal, mukkal
"""
)
# Forms that only stand before more: இருபத்தி அஞ்சு, நூத்தி அம்பது, ஆயிரத்து ஐநூறு.
_OBLIQUE: Final = number_table(
    """
20: இருபத்தி, இருபத்து | irubathi, irupathi, irubadhi, iruvathi, irubathu
30: முப்பத்தி, முப்பத்து | muppathi, mupathi, muppathu
40: நாற்பத்தி, நாற்பத்து, நாப்பத்தி | naapathi, narpathi, naarpathi, nappathi
50: ஐம்பத்தி, ஐம்பத்து, அம்பத்தி | ambathi, aimbathi, aimpathi
60: அறுபத்தி, அறுபத்து, அறுவத்தி | arubathi, arupathi, aruvathi
70: எழுபத்தி, எழுபத்து, எழுவத்தி | ezhubathi, elupathi, ezhuvathi, elubathi
80: எண்பத்தி, எண்பத்து, எம்பத்தி | embathi, enbathi, enpathi
90: தொண்ணூற்றி, தொண்ணூற்று, தொண்ணூத்தி | thonnoothi, thonnuthi, thonnootri
100: நூற்று, நூத்தி, நூற்றி | noothi, nootri, nuthi, nootru
200: இருநூற்று, இருநூத்தி, இருநூற்றி, எரநூத்தி | irunoothi, irunootri, eranoothi, irunuthi
300: முந்நூற்று, முந்நூத்தி, முன்னூத்தி, முந்நூற்றி | munnoothi, munnootri, munnuthi
400: நானூற்று, நானூத்தி, நானூற்றி | naanoothi, nanoothi, naanootri
500: ஐநூற்று, ஐநூத்தி, ஐநூற்றி | ainoothi, ainootri, ainuthi
600: அறுநூற்று, அறுநூத்தி, அறுநூற்றி | arunoothi, arunootri
700: எழுநூற்று, எழுநூத்தி, எழுநூற்றி | ezhunoothi, elunoothi, ezhunootri
800: எண்ணூற்று, எண்ணூத்தி, எண்ணூற்றி | ennoothi, ennootri
900: தொள்ளாயிரத்து, தொள்ளாயிரத்தி | thollayirathi, thollayirathu
"""
)
_MULTIPLIERS: Final = {
    int(value): words
    for value, words in number_table(
        """
1000: ஆயிரம், ஆயிரத்து, ஆயிரத்தி | aayiram, ayiram, aairam, aayirathi, ayirathi, ayirathu
100000: லட்சம், இலட்சம், லட்ச, லட்சத்து, லட்சத்தி | latcham, laksham, latsam, latchathi, latchathu
10000000: கோடி, கோடியே | kodi, koti, kodiye
12: டஜன் | tajan
"""
    ).items()
}
_MONTHS: Final = ordered(
    """
ஜனவரி | january, jan, janavari
பிப்ரவரி, பெப்ரவரி | february, feb, pibravari
மார்ச், மார்ச்சு | march, maarch
ஏப்ரல், ஏப்ரில் | april, apr, epral
மே | may
ஜூன் | june, jun, joon
ஜூலை | july, jul, joolai
ஆகஸ்ட், ஆகஸ்டு | august, aug, aagast
செப்டம்பர் | september, sep, sept, septambar
அக்டோபர் | october, oct, aktobar
நவம்பர் | november, nov, navambar
டிசம்பர் | december, dec, tisambar
"""
)
_WEEKDAYS: Final = ordered(
    """
திங்கள், திங்கட்கிழமை, திங்கக்கிழமை, மண்டே | thingal, thingakizhamai, thingatkizhamai, thingalkizhamai
செவ்வாய், செவ்வாய்க்கிழமை | sevvai, sevvaai, sevvaikizhamai
புதன், புதன்கிழமை | budhan, pudhan, puthan, budhankizhamai
வியாழன், வியாழக்கிழமை | viyazhan, viyalan, viyazhakizhamai
வெள்ளி, வெள்ளிக்கிழமை, ஃப்ரைடே | velli, vellikizhamai, vellikilamai
சனி, சனிக்கிழமை, சாட்டர்டே | sani, sanikizhamai, sanikilamai
ஞாயிறு, ஞாயிற்றுக்கிழமை, ஞாயித்துக்கிழமை, சண்டே | nyayiru, gnayiru, nayiru, nyaitrukizhamai
"""
)
_TIME: Final = table(
    """
today: இன்று, இன்னைக்கு, இன்னிக்கு, இன்னிக்கே | innaikku, inniku, innaiku, innikku, indru, inaiku, inniki
tomorrow: நாளை, நாளைக்கு, நாளைக்கே | naalai, naalaikku, nalaila, nalaiku, nalaikku, nalai, naliku
day_after_tomorrow: நாளை மறுநாள், நாளன்னைக்கு | naalannikku, naalai marunaal, nalanniku
yesterday: நேற்று, நேத்து | nethu, netru, nettru
weekend: வீக்கெண்ட், வார இறுதி, வார கடைசி | weekend, vaara kadaisi
this: இந்த, இவ் | indha, intha, inda
next: அடுத்த, வர்ற, வரும் | adutha, aduththa, varra, varum
until: வரை, வரைக்கும், வரையில், வரைக்கு | varaikkum, varai, varaikum, vara, varaiku, varaikkume
from: முதல், இருந்து, லிருந்து | mudhal, muthal, irundhu, irunthu, lerundhu, lendhu, la irundhu
ends: முடியுது, முடிகிறது, முடியும் | mudiyudhu, mudiyum
starts: முதல் நாள், ஆரம்பம், ஆரம்பிக்குது, தொடக்கம், ஸ்டார்ட் | mudhal naal, aarambam, arambam, aarambikkudhu
last_day: கடைசி நாள், கடைசி தேதி, லாஸ்ட் டேட் | kadaisi naal, kadaisi thethi, kadaisi date
before: க்கு முன், க்கு முன்னாடி, முன்னாடி, முன்பு | ku munnadi, munnadi, munadi
later: க்கு அப்புறம், அப்புறம், பிறகு | ku appuram, ku apparam, ku piragu
every: ஒவ்வொரு | ovvoru, ovoru, ella
after: கழிச்சு, பிறகு, அப்புறம் | kazhichu, kalichu, appuram, piragu
day: நாள், நாட்கள், நாளுக்கு | naal, naatkal, naalku
week: வாரம், வாரத்துக்கு, வாரங்கள் | vaaram, varam, vaaramum
month: மாதம், மாசம், மாதங்கள் | maasam, masam, maadham, madham
year: வருஷம், வருடம், ஆண்டு | varusham, varudam, aandu
daymark: தேதி, ம்தேதி, ஆம்தேதி | thethi, thedhi, theydhi, tethi, am thethi
"""
)


def _below_thousand(value: int, native: bool) -> str:
    if value >= 100:
        hundreds, rest = value // 100 * 100, value % 100
        if not rest:
            return _NUMBERS[hundreds].first(native=native)
        return f"{_OBLIQUE[hundreds].first(native=native)} {_below_thousand(rest, native)}"
    if value <= 20 or value % 10 == 0:
        return _NUMBERS[value].first(native=native)
    tens = _OBLIQUE[value // 10 * 10].first(native=native)
    return f"{tens} {_NUMBERS[value % 10].first(native=native)}"


_BEFORE_MORE: Final = {
    1000: ("ஆயிரத்து", "aayirathi"),
    100_000: ("லட்சத்து", "latchathu"),
    10_000_000: ("கோடியே", "kodiye"),
}


def _thousands(count: int, word: str, native: bool) -> str:
    """``இரண்டு`` and ``ஆயிரம்`` join to ``இரண்டாயிரம்``."""
    if count == 1:
        return word
    counted = _below_thousand(count, native)
    return counted[:-1] + ("ா" + word[1:] if native else word)


def _in_words(number: int, native: bool) -> str:
    if number < 1000:
        return _below_thousand(number, native)
    parts: list[str] = []
    for size in (10_000_000, 100_000, 1000):
        count, number = divmod(number, size)
        if not count:
            continue
        before_more = _BEFORE_MORE[size][0 if native else 1]
        word = before_more if number else _MULTIPLIERS[size].first(native=native)
        if size == 1000:
            parts.append(_thousands(count, word, native))
        else:
            one = "ஒரு" if native else "oru"
            parts += [one if count == 1 else _below_thousand(count, native), word]
    return " ".join([*parts, _below_thousand(number, native)] if number else parts)


_VOWEL_SIGNS: Final = {"ஒ": "ொ", "இ": "ி", "ஐ": "ை", "ஆ": "ா", "ஏ": "ே", "எ": "ெ", "அ": ""}


def _compounds() -> dict[float, Spelling]:
    """21 to 99 in one word: the tens lose their last vowel, the unit's first becomes a sign."""
    joined: dict[float, Spelling] = {}
    for tens in range(20, 100, 10):
        stems = {word[:-1] for word in _OBLIQUE[tens].native}
        for unit in range(1, 10):
            joined[tens + unit] = Spelling(
                tuple(
                    stem + _VOWEL_SIGNS[word[0]] + word[1:]
                    for stem in sorted(stems)
                    for word in _NUMBERS[unit].native
                    if word[0] in _VOWEL_SIGNS
                ),
                (),
            )
    return joined


def _all_numbers() -> dict[float, Spelling]:
    plain = {
        value: Spelling(
            (*words.native, *(_OBLIQUE[value].native if value in _OBLIQUE else ())),
            (*words.latin, *(_OBLIQUE[value].latin if value in _OBLIQUE else ())),
        )
        for value, words in _NUMBERS.items()
    }
    return {**_compounds(), **plain}


LANGUAGE: Final = Language(
    code="ta",
    numbers=_all_numbers(),
    multipliers=_MULTIPLIERS,
    fraction_prefixes={},
    joined=tuple(
        (ending, bare, 1000.0)
        for ending, bare in (
            *((f"ாயிர{end}", "ு") for end in ("ம்", "த்து", "த்தி", "த்துக்கு")),
            *((f"{vowel}yira{end}", "u") for vowel in ("aa", "a") for end in ("m", "thu", "thi")),
        )
    ),
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    time=_TIME,
    in_words=_in_words,
)
