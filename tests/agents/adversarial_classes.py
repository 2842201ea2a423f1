"""Further ways in which two requests look alike and are not, each as pairs of sentences.

Each line is one request and another that wants something else. ``{p}`` are goods, ``{c}`` a
channel, ``{f}`` a festival, ``{who}`` a person, ``{n}`` a small figure, ``{m}`` a price; with a 2,
another of the kind. Sentences are in the words of the variant they stand under; the class is what
sets the two apart.
"""

from typing import Final

from app.core.variants import Variant

Sentences = dict[Variant, tuple[tuple[str, str], ...]]

CLASSES: Final[dict[str, Sentences]] = {
    "half or whole": {
        "en": (
            ("half kg {p} ₹{m}, {c}", "1 kg {p} ₹{m}, {c}"),
            ("half dozen {p}, {c}", "a dozen {p}, {c}"),
            ("½ kg {p}, {c}", "¼ kg {p}, {c}"),
            ("1/2 kg {p}, {c}", "1 2 kg {p}, {c}"),
            ("1½ kg {p}, {c}", "½ kg {p}, {c}"),
            ("two dozen {p}, {c}", "two {p}, {c}"),
        ),
        "hi-Latn": (
            ("aadha kilo {p} ₹{m}, {c}", "ek kilo {p} ₹{m}, {c}"),
            ("dhai kilo {p}, {c}", "do kilo {p}, {c}"),
            ("dedh kilo {p}, {c}", "dhai kilo {p}, {c}"),
            ("paune do kilo {p}, {c}", "sava do kilo {p}, {c}"),
        ),
        "hi": (
            ("आधा किलो {p} ₹{m}, {c}", "एक किलो {p} ₹{m}, {c}"),
            ("ढाई किलो {p}, {c}", "दो किलो {p}, {c}"),
            ("सवा किलो {p}, {c}", "पौन किलो {p}, {c}"),
        ),
        "ta": (
            ("அரை கிலோ {p} ₹{m}, {c}", "ஒரு கிலோ {p} ₹{m}, {c}"),
            ("கால் கிலோ {p}, {c}", "முக்கால் கிலோ {p}, {c}"),
        ),
        "te": (
            ("అర కిలో {p} ₹{m}, {c}", "ఒక కిలో {p} ₹{m}, {c}"),
            ("పావు కిలో {p}, {c}", "ముప్పావు కిలో {p}, {c}"),
        ),
    },
    "except": {
        "en": (
            ("{n}% off on all {p} except {p2}, {c}", "{n}% off on all {p2} except {p}, {c}"),
            ("{n}% off except on {f}, {c}", "{n}% off on {f}, {c}"),
            ("all but {p} {n}% off, {c}", "all {p} {n}% off, {c}"),
        ),
        "hi-Latn": (
            ("{p} chhodkar sab pe {n}% off, {c}", "{p} sab pe {n}% off, {c}"),
            ("{p} ke siwa {p2} pe {n}% off, {c}", "{p2} ke siwa {p} pe {n}% off, {c}"),
        ),
        "hi": (("{p} छोड़कर सब पर {n}% छूट, {c}", "{p2} छोड़कर सब पर {n}% छूट, {c}"),),
        "ta": (("{p} தவிர {p2} {n}% தள்ளுபடி, {c}", "{p2} தவிர {p} {n}% தள்ளுபடி, {c}"),),
        "te": (("{p} తప్ప {p2} {n}% తగ్గింపు, {c}", "{p2} తప్ప {p} {n}% తగ్గింపు, {c}"),),
    },
    "how many or how much": {
        "en": (
            ("{n} {p} for ₹{m}, {c}", "{m} {p} for ₹{n}, {c}"),
            ("{p} ₹{m} {n}, {c}", "{p} ₹{m} ₹{n}, {c}"),
            ("{n} {p} ₹{m}, {c}", "₹{n} {p} {m}, {c}"),
        ),
        "hi-Latn": (
            ("{n} {p} ₹{m} mein, {c}", "{m} {p} ₹{n} mein, {c}"),
            ("{p} {m} rs {n} piece, {c}", "{p} {m} ₹{n} piece, {c}"),
        ),
        "hi": (("{n} {p} ₹{m} में, {c}", "₹{n} {p} {m} में, {c}"),),
        "ta": (("{n} {p} ₹{m}, {c}", "₹{n} {p} {m}, {c}"),),
        "te": (("{n} {p} ₹{m}, {c}", "₹{n} {p} {m}, {c}"),),
    },
    "whose price": {
        "en": (
            ("{p} ₹{m}, {p2}, {c}", "{p}, {p2} ₹{m}, {c}"),
            ("{p} {n}% off, {p2}, {c}", "{p}, {p2} {n}% off, {c}"),
            ("{n}% off on {p} {p2} free, {c}", "{p} {p2} free {n}% off, {c}"),
            ("{n}% off {p} with {p2}, {c}", "{p} with {p2} {n}% off, {c}"),
            ("{p} ₹{m} {p2} {n}% off, {c}", "{n}% off {p} ₹{m} {p2}, {c}"),
        ),
        "hi-Latn": (
            ("{p} ₹{m}, {p2}, {c}", "{p}, {p2} ₹{m}, {c}"),
            ("{p} pe {n}% off {p2} free, {c}", "{p} {p2} free pe {n}% off, {c}"),
        ),
        "hi": (("{p} ₹{m}, {p2}, {c}", "{p}, {p2} ₹{m}, {c}"),),
        "ta": (("{p} ₹{m}, {p2}, {c}", "{p}, {p2} ₹{m}, {c}"),),
        "te": (("{p} ₹{m}, {p2}, {c}", "{p}, {p2} ₹{m}, {c}"),),
    },
    "day of the week": {
        "en": (
            ("closed on Monday, {c}", "closed on Sunday, {c}"),
            ("open Monday closed Friday, {c}", "open Friday closed Monday, {c}"),
            ("{n}% off on Tuesday, {c}", "{n}% off on Thursday, {c}"),
        ),
        "hi-Latn": (
            ("somvar ko dukan khuli, {c}", "mangalvar ko dukan khuli, {c}"),
            ("shanivar ko {n}% off, {c}", "ravivar ko {n}% off, {c}"),
        ),
        "hi": (("सोमवार को दुकान खुली, {c}", "मंगलवार को दुकान खुली, {c}"),),
        "ta": (("திங்கள் கடை திறந்திருக்கும், {c}", "செவ்வாய் கடை திறந்திருக்கும், {c}"),),
        "te": (("సోమవారం షాపు ఉంది, {c}", "మంగళవారం షాపు ఉంది, {c}"),),
    },
    "morning or evening": {
        "en": (
            ("open 9 am to 9 pm, {c}", "open 9 pm to 9 am, {c}"),
            ("open at {n}:30 am, {c}", "open at {n}:30 pm, {c}"),
            ("open 9am, {c}", "open 9pm, {c}"),
        ),
        "hi-Latn": (
            ("subah 9 baje, {c}", "raat 9 baje, {c}"),
            ("subah 9 se shaam 6 khuli, {c}", "shaam 6 se subah 9 khuli, {c}"),
        ),
        "hi": (("सुबह 9 बजे, {c}", "शाम 9 बजे, {c}"),),
        "ta": (("காலை 9 மணி, {c}", "மாலை 9 மணி, {c}"),),
        "te": (("ఉదయం 9 గంటలకు, {c}", "సాయంత్రం 9 గంటలకు, {c}"),),
    },
    "two festivals": {
        "en": (
            ("{f} sale after {f2} offer, {c}", "{f2} sale after {f} offer, {c}"),
            ("{c} message for {f} and {f2} sale", "{c} message for {f2} and {f} sale"),
            ("open on {f} closed on {f2}, {c}", "open on {f2} closed on {f}, {c}"),
        ),
        "hi-Latn": (
            ("{f} ka offer {f2} tak, {c}", "{f2} ka offer {f} tak, {c}"),
            ("{f} pe khuli {f2} pe chutti, {c}", "{f2} pe khuli {f} pe chutti, {c}"),
        ),
        "hi": (("{f} का ऑफर {f2} तक, {c}", "{f2} का ऑफर {f} तक, {c}"),),
        "ta": (("{f} ஆஃபர் {f2} வரை, {c}", "{f2} ஆஃபர் {f} வரை, {c}"),),
        "te": (("{f} ఆఫర్ {f2} వరకు, {c}", "{f2} ఆఫర్ {f} వరకు, {c}"),),
    },
    "wanted or offered": {
        "en": (
            ("need staff, {c}", "staff, {c}"),
            ("we want old {p}, {c}", "old {p}, {c}"),
            ("draft {p} {n}% off, {c}", "{p} {n}% off, {c}"),
            ("need {who}, {c}", "{who}, {c}"),
        ),
        "hi-Latn": (
            ("staff chahiye, {c}", "staff, {c}"),
            ("purana {p} chahiye, {c}", "purana {p}, {c}"),
            ("kirayedar chahiye {c}", "kirayedar {c}"),
            ("{c}, ladka chahiye", "{c}, ladka"),
        ),
        "hi": (("स्टाफ चाहिए, {c}", "स्टाफ, {c}"), ("पुराना {p} चाहिए, {c}", "पुराना {p}, {c}")),
        "ta": (("ஆள் வேணும், {c}", "ஆள், {c}"), ("பழைய {p} வேணும், {c}", "பழைய {p}, {c}")),
        "te": (("మనిషి కావాలి, {c}", "మనిషి, {c}"), ("పాత {p} కావాలి, {c}", "పాత {p}, {c}")),
        "ta-Latn": (("aal venum, {c}", "aal, {c}"), ("{c}, {p} order pannunga", "{c}, {p} order")),
        "te-Latn": (("pani manishi kavali, {c}", "pani manishi, {c}"),),
    },
    "where a word belongs": {
        "en": (
            ("shop shut {f}, {p} sale, {c}", "shop shut, {f} {p} sale, {c}"),
            ("shop open on {f}, {c} message", "shop open, {f} {c} message"),
            ("{f} holiday, {p} {n}% off, {c}", "holiday, {f} {p} {n}% off, {c}"),
            ("{c} class for women, {p}", "class for women, {p} {c}"),
        ),
        "hi-Latn": (
            ("dukan {f} pe khuli, {c} message", "dukan khuli, {f} ka {c} message"),
            ("{f} ki chutti, {p} pe {n}% off, {c}", "chutti, {f} ki {p} pe {n}% off, {c}"),
            ("{c} pe order, {p} {n}% off", "order, {p} {n}% off {c} pe"),
        ),
        "hi": (("{f} की छुट्टी, {p} पर {n}% छूट, {c}", "छुट्टी, {f} की {p} पर {n}% छूट, {c}"),),
        "ta": (("{f} லீவு, {p} {n}% தள்ளுபடி, {c}", "லீவு, {f} {p} {n}% தள்ளுபடி, {c}"),),
        "te": (("{f} సెలవు, {p} {n}% తగ్గింపు, {c}", "సెలవు, {f} {p} {n}% తగ్గింపు, {c}"),),
    },
    "printed goods": {
        "en": (
            ("{c} printing ₹{m}", "printing ₹{m}, {c}"),
            ("free {c} with {p}", "{p} with free, {c}"),
            ("buy one get one {c}", "buy one get {c}"),
            ("{p} and {c} {n}% off", "{p} and {n}% off, {c}"),
        ),
        "hi-Latn": (
            ("{c} chhapai ₹{m}", "chhapai ₹{m}, {c}"),
            ("ek pe ek {c} free", "ek pe {c} free"),
        ),
        "hi": (("{c} छपाई ₹{m}", "छपाई ₹{m}, {c}"),),
        "ta": (("{c} பிரிண்டிங் ₹{m}", "பிரிண்டிங் ₹{m}, {c}"),),
        "te": (("{c} ప్రింటింగ్ ₹{m}", "ప్రింటింగ్ ₹{m}, {c}"),),
    },
    "who is spoken of": {
        "en": (
            ("{c} message, for sir", "{c} message, for madam"),
            ("thank you sir, {c}", "thank you madam, {c}"),
            ("thank you, sir, {c}", "thank you, madam, {c}"),
            ("our shop beats the {p} market, {c}", "the shop beats our {p} market, {c}"),
            ("gift {who} to {who2}, {c}", "gift {who2} to {who}, {c}"),
        ),
        "hi-Latn": (
            ("dhanyavad bhaiya, {c}", "dhanyavad didi, {c}"),
            ("maa ke liye {p}, {c}", "ke liye {p}, {c}"),
            ("{who} ne {who2} ko {p} diya, {c}", "{who2} ne {who} ko {p} diya, {c}"),
        ),
        "hi": (("धन्यवाद भैया, {c}", "धन्यवाद दीदी, {c}"),),
        "ta": (("நன்றி அண்ணா, {c}", "நன்றி அக்கா, {c}"),),
        "te": (("అన్నా పుట్టినరోజు, {c}", "అక్కా పుట్టినరోజు, {c}"),),
    },
    "small words": {
        "en": (
            ("Zara {p}, {c}", "{p}, {c}"),
            ("La {p}, {c}", "Lo {p}, {c}"),
            ("vitamin A {c}", "vitamin {c}"),
            ("plan A for {p}, {c}", "plan for {p}, {c}"),
            ("Apna {p} Bazaar, {c}", "{p} Bazaar, {c}"),
            ("call me for {p}, {c}", "call in for {p}, {c}"),
            ("make in India {p}, {c}", "in India {p}, {c}"),
            ("get me {p}, {c}", "{p}, {c}"),
        ),
        "hi-Latn": (
            ("parking mana hai, {c}", "parking hai, {c}"),
            ("sale aaj hi, {c}", "sale aaj, {c}"),
            ("{p} le lo, {c}", "{p} le, {c}"),
        ),
        "hi": (("पार्किंग मना है, {c}", "पार्किंग है, {c}"),),
    },
    "up to or flat": {
        "en": (
            ("up to {n}% off on {p}, {c}", "{n}% off on {p}, {c}"),
            ("flat {n}% off on {p}, {c}", "extra {n}% off on {p}, {c}"),
            ("{n}% off above ₹{m}, {c}", "{n}% off below ₹{m}, {c}"),
            ("{p} ₹{m} per kg, {c}", "{p} ₹{m} per piece, {c}"),
            ("{n}% cashback on {p}, {c}", "{n}% off on {p}, {c}"),
        ),
        "hi-Latn": (
            ("{p} pe {n}% tak off, {c}", "{p} pe {n}% off, {c}"),
            ("₹{m} se upar {n}% off, {c}", "₹{m} se neeche {n}% off, {c}"),
            ("{p} ₹{m} kilo, {c}", "{p} ₹{m} piece, {c}"),
        ),
        "hi": (("{p} पर {n}% तक छूट, {c}", "{p} पर {n}% छूट, {c}"),),
        "ta": (("{p} {n}% வரை தள்ளுபடி, {c}", "{p} {n}% தள்ளுபடி, {c}"),),
        "te": (("{p} {n}% వరకు తగ్గింపు, {c}", "{p} {n}% తగ్గింపు, {c}"),),
    },
    "codes": {
        "en": (
            ("pin 0{m}, {c}", "pin {m}, {c}"),
            ("call 98{m}7{n}, {c}", "call 98{m}{n}7, {c}"),
            ("{p} ₹{m} lakh, {c}", "{p} ₹{m} crore, {c}"),
            ("{n}k followers, {c}", "{n} followers, {c}"),
            ("{n}.5 kg {p}, {c}", "{n} 5 kg {p}, {c}"),
            ("{n}-{n2} {p}, {c}", "{n2}-{n} {p}, {c}"),
        ),
        "hi-Latn": (
            ("{p} ₹{m} lakh, {c}", "{p} ₹{m} hazaar, {c}"),
            ("{n} sau {p}, {c}", "{n} {p}, {c}"),
        ),
        "hi": (("{n} सौ {p}, {c}", "{n} हज़ार {p}, {c}"),),
        "ta": (("{n} ஆயிரம் {p}, {c}", "{n} {p}, {c}"),),
        "te": (("{n} వేలు {p}, {c}", "{n} {p}, {c}"),),
    },
}  # fmt: skip
