"""What owners type, in the seven variants."""

from app.core.variants import Variant

OFFER: dict[Variant, str] = {
    "en": "need a whatsapp message for diwali, 20% off on kaju katli",
    "hi": "दिवाली के लिए व्हाट्सएप मैसेज चाहिए, काजू कतली पर 20% छूट",
    "ta": "தீபாவளிக்கு வாட்ஸ்அப் மெசேஜ் வேணும், காஜு கத்லி 20% தள்ளுபடி",
    "te": "దీపావళికి వాట్సాప్ మెసేజ్ కావాలి, కాజు కత్లీ మీద 20% తగ్గింపు",
    "hi-Latn": "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off",
    "ta-Latn": "diwali ku whatsapp message venum, kaju katli ku 20% off podunga",
    "te-Latn": "diwali ki whatsapp message kavali, kaju katli meeda 20% off",
}
SHOP: dict[Variant, str] = {
    "en": "Sharma Sweets",
    "hi": "शर्मा स्वीट्स",
    "ta": "முருகன் ஸ்வீட்ஸ்",
    "te": "లక్ష్మి స్వీట్స్",
    "hi-Latn": "Sharma Sweets",
    "ta-Latn": "Murugan Sweets",
    "te-Latn": "Lakshmi Sweets",
}
PHONE: dict[Variant, str] = {
    "en": "98765 43210",
    "hi": "९८७६५ ४३२१०",
    "ta": "98765 43210",
    "te": "9876543210",
    "hi-Latn": "+91 98765 43210",
    "ta-Latn": "9876543210",
    "te-Latn": "98765-43210",
}
FESTIVAL: dict[Variant, str] = {
    "en": "Diwali",
    "hi": "दिवाली",
    "ta": "தீபாவளி",
    "te": "దీపావళి",
    "hi-Latn": "Diwali",
    "ta-Latn": "Deepavali",
    "te-Latn": "Deepavali",
}
SHORTER: dict[Variant, str] = {
    "en": "make it shorter",
    "hi": "छोटा करो",
    "ta": "சுருக்கு",
    "te": "చిన్నది చేయండి",
    "hi-Latn": "chhota karo",
    "ta-Latn": "surukku",
    "te-Latn": "short cheyandi",
}
TEN: dict[Variant, str] = {
    "en": "make it 10%",
    "hi": "10% करो",
    "ta": "10% ஆக்குங்க",
    "te": "10% చేయండి",
    "hi-Latn": "10% karo",
    "ta-Latn": "10% aakunga",
    "te-Latn": "10% cheyandi",
}
ANOTHER: dict[Variant, str] = {
    "en": "another one",
    "hi": "दूसरा दो",
    "ta": "வேற ஒண்ணு",
    "te": "ఇంకొకటి ఇవ్వండి",
    "hi-Latn": "doosra do",
    "ta-Latn": "vera onnu",
    "te-Latn": "inkokati",
}
APPROVE: dict[Variant, str] = {
    "en": "looks good, approve",
    "hi": "ठीक है, पक्का",
    "ta": "சரி, ஓகே",
    "te": "సరే, ఓకే",
    "hi-Latn": "theek hai",
    "ta-Latn": "ok anna",
    "te-Latn": "sare ok",
}
SKIP: dict[Variant, str] = {
    "en": "skip",
    "hi": "छोड़ दो",
    "ta": "தவிர்",
    "te": "వదిలేయండి",
    "hi-Latn": "chhod do",
    "ta-Latn": "skip",
    "te-Latn": "skip",
}
THANKS: dict[Variant, str] = {
    "en": "thanks",
    "hi": "शुक्रिया",
    "ta": "நன்றி",
    "te": "ధన్యవాదాలు",
    "hi-Latn": "shukriya",
    "ta-Latn": "nandri",
    "te-Latn": "dhanyavadalu",
}
REVIEW: dict[Variant, str] = {
    "en": "reply to this review: 'sweets were stale, very bad service' - Ravi",
    "hi": "इस रिव्यू का जवाब दो: 'मिठाई बासी थी, सर्विस ख़राब' - रवि",
    "ta": "இந்த ரிவ்யூக்கு பதில் எழுதுங்க: 'ஸ்வீட் பழசு, சர்வீஸ் மோசம்' - ரவி",
    "te": "ఈ రివ్యూకి జవాబు రాయండి: 'స్వీట్లు పాతవి, సర్వీస్ బాలేదు' - రవి",
    "hi-Latn": "is review ka reply likho: 'mithai basi thi, service kharab' - Ravi",
    "ta-Latn": "indha review ku reply ezhuthunga: 'sweet pazhasu, service mosam' - Ravi",
    "te-Latn": "ee review ki reply rayandi: 'sweets paathavi, service bagaledu' - Ravi",
}
QUOTE: dict[Variant, str] = {
    "en": "gst quote for 12500 at 18%",
    "hi": "12500 पर 18% जीएसटी का कोटेशन",
    "ta": "12500-க்கு 18% ஜிஎஸ்டி கொட்டேஷன்",
    "te": "12500 మీద 18% జీఎస్టీ కొటేషన్",
    "hi-Latn": "12500 pe 18% gst ka quotation",
    "ta-Latn": "12500 ku 18% gst quotation",
    "te-Latn": "12500 meeda 18% gst quotation",
}
