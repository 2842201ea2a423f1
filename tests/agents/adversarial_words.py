"""What the adversarial requests are made of, in seven variants."""

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "p": "kaju katli, jalebi, samosa, silk saree, kurta, birthday cake, plum cake, besan laddu",
        "f": "Diwali, Holi, Eid, Christmas, Pongal, Onam, Dussehra, Navratri, Durga Puja",
        "c": "WhatsApp, Instagram, Facebook, SMS, email, poster, pamphlet",
        "city": "Lucknow, Kanpur, Chennai, Madurai, Hyderabad, Pune, Jaipur",
        "who": "Ravi, Anita, Suresh, Meena, Mina, Priya, Imran, Gita, Rita",
        "d": "5 November, 6 November, 15 November, 5 December, 1 January",
    },
    "hi": {
        "p": "काजू कतली, जलेबी, समोसा, साड़ी, कुर्ता, कुर्ती, बेसन के लड्डू, मोतीचूर लड्डू",
        "f": "दिवाली, होली, ईद, क्रिसमस, नवरात्रि, दशहरा, राखी",
        "c": "व्हाट्सएप, इंस्टाग्राम, फेसबुक, एसएमएस, ईमेल, पोस्टर, पर्चा",
        "city": "लखनऊ, कानपुर, जयपुर, पटना, इंदौर, भोपाल",
        "who": "रवि, अनीता, सुरेश, मीना, प्रिया, इमरान, गीता, रीता",
        "d": "5 नवंबर, 6 नवंबर, 15 नवंबर, 5 दिसंबर, 1 जनवरी",
    },
    "ta": {
        "p": "காஜு கத்லி, ஜிலேபி, சமோசா, சேலை, சுடிதார், லட்டு, மைசூர் பாக்",
        "f": "தீபாவளி, பொங்கல், ஓணம், கிறிஸ்துமஸ், நவராத்திரி, ரம்ஜான்",
        "c": "வாட்ஸ்அப், இன்ஸ்டாகிராம், ஃபேஸ்புக், எஸ்எம்எஸ், போஸ்டர், பேனர்",
        "city": "சென்னை, மதுரை, கோவை, திருச்சி, சேலம்",
        "who": "ரவி, அனிதா, சுரேஷ், மீனா, பிரியா, கீதா, ராதா",
        "d": "5 நவம்பர், 6 நவம்பர், 15 நவம்பர், 5 டிசம்பர்",
    },
    "te": {
        "p": "కాజు కత్లీ, జిలేబీ, సమోసా, చీర, లడ్డు, బిర్యానీ, బొబ్బట్లు",
        "f": "దీపావళి, సంక్రాంతి, ఉగాది, దసరా, క్రిస్మస్, రంజాన్",
        "c": "వాట్సాప్, ఇన్‌స్టాగ్రామ్, ఫేస్‌బుక్, ఎస్ఎంఎస్, పోస్టర్, బ్యానర్",
        "city": "హైదరాబాద్, విజయవాడ, గుంటూరు, వరంగల్, తిరుపతి",
        "who": "రవి, అనిత, సురేష్, మీనా, ప్రియ, గీత, రాధ",
        "d": "5 నవంబర్, 6 నవంబర్, 15 నవంబర్, 5 డిసెంబర్",
    },
    "hi-Latn": {
        "p": "kaju katli, jalebi, samosa, saree, kurta, kurti, besan laddu, motichoor laddu",
        "f": "diwali, holi, eid, christmas, navratri, dussehra, rakhi, durga puja",
        "c": "whatsapp, insta, facebook, sms, email, poster, pamphlet",
        "city": "lucknow, kanpur, jaipur, patna, indore, bhopal",
        "who": "ravi, anita, suresh, meena, mina, priya, imran, gita, rita",
        "d": "5 november, 6 november, 15 november, 5 december, 1 january",
    },
    "ta-Latn": {
        "p": "kaju katli, jilebi, samosa, selai, laddu, mysore pak, murukku",
        "f": "deepavali, pongal, onam, christmas, navarathri, ramzan",
        "c": "whatsapp, insta, facebook, sms, poster, banner",
        "city": "chennai, madurai, kovai, trichy, salem",
        "who": "ravi, anitha, suresh, meena, priya, geetha, radha",
        "d": "5 november, 6 november, 15 november, 5 december",
    },
    "te-Latn": {
        "p": "kaju katli, jilebi, samosa, cheera, laddu, biryani, bobbatlu",
        "f": "deepavali, sankranti, ugadi, dasara, christmas, ramzan",
        "c": "whatsapp, insta, facebook, sms, poster, banner",
        "city": "hyderabad, vijayawada, guntur, warangal, tirupati",
        "who": "ravi, anitha, suresh, meena, priya, geetha, radha",
        "d": "5 november, 6 november, 15 november, 5 december",
    },
}

# The same five requests in every variant, in one order; x2 is a second thing of the kind x.
FORMS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "{c} message for {f}, {n}% off on {p}",
        "{n}% off on {p} and {n2}% off on {p2}, {c} post for {f}",
        "{p} was ₹{m} now ₹{m2}, offer till {d} in {city}, {c} message",
        "{c} message from {who} to {who2} for {f} with {p}",
        "buy {n} {p} get {n2} {p2} free, {c} caption",
    ),
    "hi": (
        "{f} के लिए {c} मैसेज, {p} पर {n}% छूट",
        "{p} पर {n}% और {p2} पर {n2}% छूट, {f} का {c} पोस्ट",
        "{p} ₹{m} से अब ₹{m2}, {city} में {d} तक ऑफर, {c} मैसेज",
        "{who} की तरफ से {who2} को {f} का {c} मैसेज, {p} के साथ",
        "{n} {p} पर {n2} {p2} फ्री, {c} कैप्शन",
    ),
    "ta": (
        "{f} {c} மெசேஜ், {p} {n}% தள்ளுபடி",
        "{p} {n}% {p2} {n2}% தள்ளுபடி, {f} {c} போஸ்ட்",
        "{p} ₹{m} இப்ப ₹{m2}, {city} {d} வரை ஆஃபர், {c} மெசேஜ்",
        "{who} சார்பில் {who2} அவர்களுக்கு {f} {c} மெசேஜ், {p} உடன்",
        "{n} {p} வாங்கினா {n2} {p2} இலவசம், {c} மெசேஜ்",
    ),
    "te": (
        "{f} {c} మెసేజ్, {p} మీద {n}% తగ్గింపు",
        "{p} మీద {n}% {p2} మీద {n2}% తగ్గింపు, {f} {c} పోస్ట్",
        "{p} ₹{m} నుంచి ఇప్పుడు ₹{m2}, {city} లో {d} వరకు ఆఫర్, {c} మెసేజ్",
        "{who} తరఫున {who2} కి {f} {c} మెసేజ్, {p} తో",
        "{n} {p} కొంటే {n2} {p2} ఉచితం, {c} మెసేజ్",
    ),
    "hi-Latn": (
        "{f} ke liye {c} message, {p} pe {n}% off",
        "{p} pe {n}% aur {p2} pe {n2}% off, {f} ka {c} post",
        "{p} ₹{m} se ab ₹{m2}, {city} mein {d} tak offer, {c} message",
        "{who} ki taraf se {who2} ko {f} ka {c} message, {p} ke saath",
        "{n} {p} pe {n2} {p2} free, {c} caption",
    ),
    "ta-Latn": (
        "{f} ku {c} message, {p} {n}% off",
        "{p} {n}% {p2} {n2}% off, {f} {c} post",
        "{p} ₹{m} ippa ₹{m2}, {city} la {d} varaikkum offer, {c} message",
        "{who} sarbila {who2} ku {f} {c} message, {p} oda",
        "{n} {p} vaangina {n2} {p2} free, {c} message",
    ),
    "te-Latn": (
        "{f} ki {c} message, {p} meeda {n}% off",
        "{p} meeda {n}% {p2} meeda {n2}% off, {f} {c} post",
        "{p} ₹{m} nunchi ippudu ₹{m2}, {city} lo {d} varaku offer, {c} message",
        "{who} tarapuna {who2} ki {f} {c} message, {p} tho",
        "{n} {p} konte {n2} {p2} free, {c} message",
    ),
}

# What is added to a request, and what it turns into: the offer holds or not, with or without.
POLARITY: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "en": (
        ("with GST", "without GST"), ("home delivery", "no home delivery"),
        ("shop is open", "shop is closed"), ("mention the price", "don't mention the price"),
        ("with emoji", "not with emoji"), ("", "never mention delivery"),
        ("veg only", "non veg only"), ("before the festival", "after the festival"),
    ),
    "hi": (
        ("डिलीवरी है", "डिलीवरी नहीं है"), ("इमोजी लगाओ", "इमोजी मत लगाओ"),
        ("दुकान खुली", "दुकान बंद"), ("जीएसटी के साथ", "जीएसटी के बिना"),
        ("दाम लिखना", "दाम न लिखना"), ("त्योहार से पहले", "त्योहार के बाद"),
    ),
    "ta": (
        ("டெலிவரி இருக்கு", "டெலிவரி இல்ல"), ("எமோஜி போடுங்க", "எமோஜி வேண்டாம்"),
        ("கடை திறந்திருக்கும்", "கடை மூடியிருக்கும்"), ("விலை சொல்லுங்க", "விலை சொல்ல வேண்டாம்"),
        ("பண்டிகைக்கு முன்", "பண்டிகைக்கு பின்"),
    ),
    "te": (
        ("డెలివరీ ఉంది", "డెలివరీ లేదు"), ("ఎమోజీ పెట్టండి", "ఎమోజీ వద్దు"),
        ("షాపు తెరిచి", "షాపు మూసి"), ("ధర చెప్పండి", "ధర చెప్పకండి"),
        ("పండుగకు ముందు", "పండుగ తర్వాత"),
    ),
    "hi-Latn": (
        ("delivery hai", "delivery nahi hai"), ("emoji lagao", "emoji mat lagao"),
        ("dukan khuli", "dukan band"), ("gst ke saath", "gst ke bina"),
        ("daam likhna", "daam na likhna"), ("tyohar se pehle", "tyohar ke baad"),
        ("", "insta pe nahi"), ("price daalo", "price don't daalo"),
    ),
    "ta-Latn": (
        ("delivery irukku", "delivery illa"), ("emoji podunga", "emoji vendam"),
        ("kadai open", "kadai close"), ("vilai sollunga", "vilai solla vendam"),
        ("pandigaikku munnadi", "pandigaikku apram"),
    ),
    "te-Latn": (
        ("delivery undi", "delivery ledu"), ("emoji pettandi", "emoji vaddu"),
        ("shop open", "shop close"), ("dhara cheppandi", "dhara cheppakandi"),
        ("panduga mundu", "panduga tarvata"),
    ),
}  # fmt: skip
DAYS: Final[dict[str, str]] = {
    "en": "today", "hi": "आज", "ta": "இன்னைக்கு", "te": "ఈరోజు",
    "hi-Latn": "aaj", "ta-Latn": "innaiku", "te-Latn": "eeroju",
}  # fmt: skip
ASKS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("please", "please write", "can you write"),
    "hi": ("लिखिए", "चाहिए", "बना दो"),
    "ta": ("எழுதுங்க", "வேணும்"),
    "te": ("రాయండి", "కావాలి"),
    "hi-Latn": ("banao", "chahiye", "likh do", "bana dijiye"),
    "ta-Latn": ("ezhuthunga", "venum"),
    "te-Latn": ("rayandi", "kavali"),
}
WANTS: Final = frozenset({"चाहिए", "வேணும்", "కావాలి", "banao", "chahiye", "venum", "kavali"})
ZEROS: Final = {"hi": "०", "ta": "௦", "te": "౦"}
