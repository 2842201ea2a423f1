"""Train the language identifier: integrations/languages/data/latin.npz and devanagari.npz.

    python scripts/train_language.py DATA_FOLDER [LEXICON_JSON]

DATA_FOLDER holds ``dakshina/`` (Dakshina v1.0, CC BY-SA 4.0) and
``english.clinc150.train.txt.gz`` (CLINC150, CC BY 3.0); the optional lexicon is a word list by
variant. Their sentences stay there: only weights are written. The rest of the training text is
our own chat (``language_chat.py``). Prints accuracy on the held-out tenth of each source and on
tests/golden_datasets/language_dev.json. Whatever stands in a golden set is left out of training,
even where a template happens to make it.
"""

import gzip
import json
import pydoc_data.topics
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import yaml
from language_chat import Chat, mistype, product_lines, product_names, proper_names
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from app.core.variants import VARIANTS
from integrations.languages.identify import identify, latin_words
from integrations.languages.ngrams import LinearModel, grams
from integrations.languages.transliterate import to_native

ROOT: Final = Path(__file__).parent.parent
OUT: Final = ROOT / "integrations" / "languages" / "data"
DEFINITIONS: Final = ROOT / "skills" / "definitions"
GOLDEN: Final = ROOT / "tests" / "golden_datasets"
DEV: Final = GOLDEN / "language_dev.json"
OURS: Final = {"hi": "hi-Latn", "ta": "ta-Latn", "te": "te-Latn"}
OTHERS: Final = ("mr", "bn", "kn", "ml", "gu", "pa")
UNHEARD: Final = ("ne", "or", "foreign")
"""Others that the data has no sentences of: only our chat."""
SEED: Final = 20261123
"""The same data every time."""
BUCKETS: Final = 2**17
DEVANAGARI_BUCKETS: Final = 2**17
Rows = list[tuple[str, str]]


def lines(path: Path) -> list[str]:
    """The lines of a gzipped text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()]


def windows(
    sentence: str, random: Random, count: int, shortest: int = 2, longest: int = 9
) -> Iterable[str]:
    """Random runs of words of a sentence, as short as chat."""
    words = sentence.split()
    for _ in range(count):
        size = min(len(words), random.randint(shortest, longest))
        start = random.randrange(max(1, len(words) - size + 1))
        yield " ".join(words[start : start + size])


def attested(folder: Path, language: str) -> dict[str, list[str]]:
    """Native word → the ways people romanised it."""
    table: dict[str, list[str]] = {}
    for line in lines(folder / f"{language}.lexicon.train.tsv.gz"):
        native, latin, count = line.split("\t")
        table.setdefault(native, []).extend([latin] * int(count))
    return table


def romanised_again(folder: Path, language: str, random: Random) -> Iterable[str]:
    """Native sentences in other attested spellings than the parallel text chose."""
    table = attested(folder, language)
    for sentence in lines(folder / f"{language}.sentences.dev.native.txt.gz")[:-250]:
        words = [random.choice(table[word]) for word in sentence.split() if word in table]
        if len(words) > 2:
            yield from windows(" ".join(words), random, 3)


def lexicon_rows(path: Path, random: Random) -> Rows:
    """Single phrases and pairs of them from the word list, for the Latin variants and English."""
    pools: dict[str, list[str]] = {}

    def walk(node: object, variant: str | None) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                walk(
                    value,
                    key if key in ("en", *OURS.values()) else variant if key == "words" else None,
                )
        elif isinstance(node, list) and variant:
            pools.setdefault(variant, []).extend(word for word in node if isinstance(word, str))

    for name, section in json.loads(path.read_text("utf-8")).items():
        if not name.startswith("_"):
            walk(section, None)
    rows: Rows = []
    for variant, words in pools.items():
        plain = [word.lower() for word in words if word.isascii() and "{" not in word]
        for _ in range(5000):
            text = " ".join(random.choice(plain) for _ in range(random.randint(1, 3)))
            rows.append((mistype(text, variant, random), variant))
    return rows


def latin_rows(data: Path, lexicon: Path | None, random: Random) -> tuple[Rows, Rows]:
    """(training, held-out) messages in Latin letters with their variant."""
    train: Rows = []
    held: Rows = []
    folder = data / "dakshina"
    for language in (*OURS, *OTHERS):
        variant = OURS.get(language, language)
        sentences = lines(folder / f"{language}.sentences.dev.roman.txt.gz")
        for sentence in sentences[:-250]:
            count = 16 if language in OURS else 8
            train += [(text, variant) for text in windows(sentence, random, count)]
        held += [(text, variant) for s in sentences[-250:] for text in windows(s, random, 1)]
        if language in OURS:
            again = romanised_again(folder, language, random)
            train += [(mistype(text, variant, random, 0.06), variant) for text in again]
    english = [line.strip('"') for line in lines(data / "english.clinc150.train.txt.gz")]
    random.shuffle(english)
    train += [(text, "en") for text in english[:-500]]
    train += [(text, "en") for line in english[:6000] for text in windows(line, random, 1, 2, 4)]
    held += [(text, "en") for text in english[-500:]]
    prose = re.findall(
        r"[A-Z][a-z][^.\n`*]{20,160}\.", "\n".join(pydoc_data.topics.topics.values())
    )
    train += [(text, "en") for line in prose for text in windows(line, random, 2, 3, 12)]
    for variant in ("en", *OURS.values()):
        chat = Chat(variant, random)
        train += [(text, variant) for text in chat.messages(40_000 if variant == "en" else 28_000)]
        train += [(text, variant) for text in chat.clauses(12_000)]
        # What is sold is named alike in all: alone it is English, beside grammar it says nothing.
        times = 4 if variant == "en" else 1
        examples = [text for text, _ in example_rows(variant)]
        train += [(mistype(text, variant, random, 0.06), variant) for text in examples * 4]
        train += [(text, variant) for line in examples for text in windows(line, random, 4, 2, 5)]
        train += [(name, variant) for name in product_names() for _ in range(times)]
        train += [(name.lower(), variant) for name in proper_names()]
    for language in (*OTHERS, *UNHEARD):
        chat = Chat(language, random)
        train += [(text, language) for text in chat.messages(5_000)]
        train += [(text, language) for text in chat.clauses(4_000)]
    if lexicon:
        train += lexicon_rows(lexicon, random)
    return train, held


def example_rows(variant: str) -> Rows:
    """What the skills' own examples say in a variant."""
    rows: Rows = []
    for path in sorted(DEFINITIONS.glob("*.md")):
        front = yaml.safe_load(path.read_text("utf-8").split("---")[1])
        rows += [(text, variant) for text in front["examples"].get(variant, ())]
    return rows


def devanagari_rows(data: Path, lexicon: Path | None, random: Random) -> tuple[Rows, Rows]:
    """Hindi, Marathi and Nepali in Devanagari."""
    train: Rows = []
    held: Rows = []
    for language in ("hi", "mr"):
        sentences = lines(data / "dakshina" / f"{language}.sentences.dev.native.txt.gz")
        train += [(text, language) for s in sentences[:-250] for text in windows(s, random, 6)]
        held += [(text, language) for s in sentences[-250:] for text in windows(s, random, 1)]
    listed = re.findall(r"[\u0900-\u0963]+(?: [\u0900-\u0963]+)*", product_lines())
    if lexicon:
        listed += re.findall(r"[\u0900-\u0963]+(?: [\u0900-\u0963]+)*", lexicon.read_text("utf-8"))
    train += [(" ".join(random.sample(listed, random.randint(1, 3))), "hi") for _ in range(9000)]
    examples = example_rows("hi")
    train += [*examples * 3]
    train += [(text, "hi") for line, _ in examples for text in windows(line, random, 4, 2, 5)]
    chat = Chat("hi-Latn", random)
    train += [(to_native(text, "hi"), "hi") for text in chat.plain_messages(6_000)]
    for language, count in (("mr", 9_000), ("ne", 18_000)):
        train += [(t, language) for t in Chat(f"{language}-Deva", random).plain_messages(count)]
    return train, held


def matrix(texts: Sequence[Sequence[str]], buckets: int) -> csr_matrix:
    """The features of the texts, valued as ``LinearModel`` values them."""
    places: list[NDArray[np.uint32]] = []
    starts = [0]
    values: list[NDArray[np.float32]] = []
    for words in texts:
        found = np.array(grams(words), dtype=np.uint32) % np.uint32(buckets)
        places.append(found)
        values.append(np.full(len(found), 1 / max(1, len(found)) ** 0.5, dtype=np.float32))
        starts.append(starts[-1] + len(found))
    built = csr_matrix(
        (np.concatenate(values), np.concatenate(places), np.array(starts)),
        shape=(len(texts), buckets),
    )
    built.sum_duplicates()
    return built


def fit(train: Rows, held: Rows, buckets: int, strength: float) -> LinearModel:
    """A linear model, its temperature fitted on the held-out rows."""
    texts = [latin_words(text) for text, _ in train]
    learner = LogisticRegression(C=strength, max_iter=120, tol=1e-3)
    learner.fit(matrix(texts, buckets), [label for _, label in train])
    weights, bias = learner.coef_.T, learner.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    model = LinearModel(
        tuple(map(str, learner.classes_)), weights.astype(np.float32), bias.astype(np.float32), 1.0
    )
    return LinearModel(model.classes, model.weights, model.bias, best_temperature(model, held))


def best_temperature(model: LinearModel, held: Rows) -> float:
    """The temperature at which the held-out rows are likeliest."""
    scores = np.array([model.scores(latin_words(text)) for text, _ in held])
    truth = np.array([model.classes.index(label) for _, label in held])

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        log_share = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-log_share[np.arange(len(truth)), truth].mean())

    return min((t / 20 for t in range(8, 61)), key=loss)


def golden_texts() -> set[str]:
    """Every text of the golden sets for language."""
    sets = [json.loads(path.read_text("utf-8")) for path in GOLDEN.glob("language_*.json")]
    return {case["input"]["text"].casefold() for golden in sets for case in golden["cases"]}


def report(name: str, rows: Rows) -> None:
    """Accuracy per class of the finished identifier."""
    right: dict[str, list[bool]] = {}
    for text, label in rows:
        told = identify(text).variant
        right.setdefault(label, []).append(told == (label if label in VARIANTS else "und"))
    shares = {label: sum(hits) / len(hits) for label, hits in sorted(right.items())}
    mean = sum(shares.values()) / len(shares)
    print(name, f"macro {mean:.3f}", {k: round(v, 3) for k, v in shares.items()})  # noqa: T201


def main() -> None:
    """Train both models, write them, report."""
    data = Path(sys.argv[1])
    lexicon = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    OUT.mkdir(exist_ok=True)
    train, held = latin_rows(data, lexicon, Random(SEED))  # noqa: S311 - nothing secret
    kept = golden_texts()
    train = [row for row in train if row[0].casefold() not in kept]
    fit(train, held, BUCKETS, 60.0).save(OUT / "latin.npz")
    native, native_held = devanagari_rows(data, lexicon, Random(SEED))  # noqa: S311
    native = [row for row in native if row[0].casefold() not in kept]
    fit(native, native_held, DEVANAGARI_BUCKETS, 20.0).save(OUT / "devanagari.npz")
    report("held-out", held)
    report("devanagari", native_held)
    cases = json.loads(DEV.read_text("utf-8"))["cases"]
    report("dev", [(case["input"]["text"], case["expect"]["language"]) for case in cases])


if __name__ == "__main__":
    main()
