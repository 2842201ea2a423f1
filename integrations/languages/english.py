"""English as written in India: lakh and crore, and its words in the Indic scripts."""

from typing import Final

from integrations.languages.regional_languages import Language, number_table, ordered, table

_NUMBERS: Final = number_table(
    """
0: | zero
1: वन, ஒன், వన్ | one
2: टू, டூ, టూ | two, tow
3: थ्री, த்ரீ, త్రీ | three
4: | four
5: फाइव, ஃபைவ், ఫైవ్ | five
6: | six
7: | seven
8: | eight, eigth
9: | nine
10: टेन, டென், టెన్ | ten
11: | eleven
12: | twelve, twelv
13: | thirteen
14: | fourteen, forteen
15: फिफ्टीन, ஃபிஃப்டீன், ఫిఫ్టీన్ | fifteen, fiften
16: | sixteen
17: | seventeen
18: | eighteen
19: | nineteen, ninteen
20: ट्वेंटी, ட்வென்டி, ட்வெண்டி, ట్వంటీ, ట్వెంటీ | twenty
30: थर्टी, தர்ட்டி, థర్టీ | thirty
40: फोर्टी, ஃபார்ட்டி, ఫార్టీ | forty, fourty
50: फिफ्टी, ஃபிஃப்டி, ఫిఫ్టీ | fifty
60: सिक्सटी, சிக்ஸ்டி, సిక్స్టీ | sixty
70: सेवेंटी, செவன்டி, సెవెంటీ | seventy
80: एटी, எய்ட்டி, ఎయిటీ | eighty
90: नाइंटी, நைன்டி, నైంటీ | ninety, ninty
0.5: | half
"""
)
_MULTIPLIERS: Final = {
    int(value): words
    for value, words in number_table(
        """
100: हंड्रेड, ஹண்ட்ரட், హండ్రెడ్ | hundred, hundreds, hundrd
1000: थाउज़ेंड, தௌசண்ட், థౌజండ్ | thousand, thousands, thousnd, k
100000: | lakh, lakhs, lac, lacs, lak
10000000: | crore, crores, cr, crs
12: | dozen, doz
"""
    ).items()
}
_MONTHS: Final = ordered(
    """
| January, jan, janury, januray
| February, feb, febuary, febrary
| March, mar
| April, apr, aprl
| May
| June, jun
| July, jul, jully
| August, aug, agust
| September, sep, sept, septembar
| October, oct, octobar
| November, nov, novembar
| December, dec, decembar
"""
)
_WEEKDAYS: Final = ordered(
    """
| Monday, mon, mondy
| Tuesday, tue, tues, tusday
| Wednesday, wed, wensday, wednsday
| Thursday, thu, thurs, thrusday
| Friday, fri, frday
| Saturday, sat, satarday
| Sunday, sun, sundey
"""
)
_TIME: Final = table(
    """
today: | today, tdy, 2day, tonight
tomorrow: | tomorrow, tmrw, tmr, tomorow, tommorow, tomoro
day_after_tomorrow: | day after tomorrow, day after tmrw
yesterday: | yesterday, ystday
weekend: | weekend, week end, wkend
this: | this, ths, coming, upcoming
next: | next, nxt
till: | till, until, til, upto, up to, uptil, valid till, by
since: | from, starting from, since, beginning
ends: | ends, ending, end, ends on, closes, closing, expires, over on
starts: | first day, start, starts, starting, begins, begin, starts on, onwards, onward, commences
last_day: | last date, last day, last chance, closing date
ahead_of: | before
following: | after
every: | every
after: | after, later
day: | day, days
week: | week, weeks
month: | month, months
year: | year, years
daymark: | date, st, nd, rd, th
"""
)


def _below_hundred(value: int) -> str:
    if value <= 20 or value % 10 == 0:
        return _NUMBERS[value].latin[0]
    return f"{_NUMBERS[value // 10 * 10].latin[0]} {_NUMBERS[value % 10].latin[0]}"


def _in_words(number: int, native: bool) -> str:
    del native
    if number < 100:
        return _below_hundred(number)
    parts: list[str] = []
    for size in (10_000_000, 100_000, 1000, 100):
        count, number = divmod(number, size)
        if count:
            parts += [_below_hundred(count), _MULTIPLIERS[size].latin[0]]
    return " ".join([*parts, _below_hundred(number)] if number else parts)


LANGUAGE: Final = Language(
    code="en",
    numbers=_NUMBERS,
    multipliers=_MULTIPLIERS,
    fraction_prefixes={},
    joined=(),
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    time=_TIME,
    in_words=_in_words,
)
