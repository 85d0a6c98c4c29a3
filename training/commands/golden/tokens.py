"""Writes 2,000 texts of all kinds and the ids that Hugging Face `tokenizers` gives them.

    python -m training.commands.golden.tokens --base-models A.gguf B.gguf

The page's tokenizers are tested against tests/fixtures/golden/tokens.json.gz; each base model's ids
stand under its file's name, and under that and " split" those of texts in which special tokens are
cut like any text, as in what a person wrote.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from training.base.gguf import GgufFile
from training.base.tokenizer import base_tokenizer
from training.machine.paths import REPOSITORY

GOLDEN = REPOSITORY / "tests/fixtures/golden/tokens.json.gz"
SEED = 23
TEXTS_OF_A_KIND = 200

WORDS = (
    "the quick Model's weights don't fit; they'RE 'Re-read by O'Neill's I'LL we'd've rock'n'roll "
    "naïve café Ångström ELO straße ﬁne ſhip 'ſ can’t über-cool e-mail foo_bar camelCase HTTPServer"
).split()
CODE = [
    "def f(x):\n\treturn x**2  # square\n",
    "for (let i = 0; i < n; i++) {\n    total += xs[i];\n}\n\n\n",
    "SELECT * FROM t WHERE a>=10 AND b!='x';",
    "#include <stdio.h>\r\nint main(void) {\r\n  return 0;\r\n}\r\n",
    "a->b.c?.d ?? e || !f && (g ^ ~h) << 3",
    "<div class='x'>&nbsp;</div>\n<!-- note -->",
    "https://example.org/a?b=1&c=%20#d",
    '{"key": [1, 2.5e-3, null, "\\u00e9"]}',
    "\t\tif x == 0x1F:\n\t\t\tpass\n\n",
    "$ ls -la | grep '^d' > out.txt 2>&1",
]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r", "\n\n", "\v", "\f", "\x1c", "\x1f", "\x85"]
SPACES += ["\xa0", "\u1680", "\u2003", "\u200a", "\u200b", "\u2028", "\u2029", "\u202f", "\u205f"]
SPACES += ["\u3000", "\ufeff", "\u180e", "\u2060"]
DIGITS = [*"0123456789", *"٠١٢٣٤٥٦٧٨٩", *"०१२३", *"０１２３", *"²³¹⁰", *"½¼¾⅓", *"ⅣⅫⅷ", *"一二三", *"①⑳"]
DIGITS += ["𝟘", "𝟗", "𐄇", "𒐀", "〇", "〡", "፲", "൰"]
CJK = (
    "今天天气很好，我们去公园散步吧。日本語の文章です！カタカナとひらがな、漢字。한국어 문장도 있습니다. "
    "繁體中文「引號」《書名》㈱㌔神﨑鬱々〆ヶ𠮷野家𪚥ｶﾀｶﾅ"
)
JAMO = ["\u1100\u1161\u11a8", "\u1112\u1161\u11ab", "か\u3099", "ハ\u309a", "豈", "樂"]
EMOJI = ["🙂", "👍🏽", "👩‍👩‍👧", "🇩🇪", "🇯🇵🇺", "❤️", "❤", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "👨🏿‍🚀", "🫠", "☺︎", "🧑‍🤝‍🧑", "⚠️", "©", "™️"]
SCRIPTS = [
    "Привет, мир!", "Ελληνικά Ωμέγα", "שָׁלוֹם עולם", "السَّلامُ عليكم", "हिन्दी भाषा", "ภาษาไทยครับ",
    "ქართული", "Հայերեն", "বাংলা", "தமிழ்", "አማርኛ", "ខ្មែរ", "Tiếng Việt", "ᚠᚢᚦ", "ಕನ್ನಡ", "မြန်မာ",
    "e\u0301", "A\u030a", "o\u0302\u0323", "\u1e9b\u0323", "q\u0307\u0323", "\u212b", "\u2126", "ﬃ", "ǅ",
]  # fmt: skip
SPECIAL = [
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|im_start", "im_end|>", "<|fim_prefix|>",
    "<tool_call>", "</tool_call>", "<|repo_name|>", "<|IM_END|>", "<repo_name>", "<file_sep>", "[PAD151665]",
]  # fmt: skip
MARKS = [".", ",", "!", "?", "…", "—", "“", "”", "'", '"', "(", ")", "***", "--", "§", "€", "→", "\\"]


def any_character(draw: random.Random) -> str:
    """Any assigned character but surrogates and private ones."""
    while True:
        character = chr(draw.randrange(0x20000) if draw.random() < 0.9 else draw.randrange(0x110000))
        if unicodedata.category(character) not in ("Cn", "Cs", "Co"):
            return character


def of(items: list[str] | str, most: int, joints: list[str]) -> Callable[[random.Random], str]:
    """Up to `most` of the items, each followed by a joint."""

    def text(draw: random.Random) -> str:
        count = draw.randint(1, most)
        return "".join(draw.choice(items) + draw.choice(joints) for _ in range(count))

    return text


EVERYTHING = [*WORDS, *CODE, *SPACES, *DIGITS, *CJK, *JAMO, *EMOJI, *SCRIPTS, *SPECIAL, *MARKS]
KINDS: dict[str, Callable[[random.Random], str]] = {
    "words": of([*WORDS, *MARKS], 12, [" ", " ", " ", "", ", "]),
    "code": of(CODE, 2, ["", "\n", "    "]),
    "spaces": of([*SPACES, *SPACES, "a", "1", ".", "'s", "字"], 12, [""]),
    "digits": of([*DIGITS, ".", ",", "-", "%", "x"], 12, ["", "", "", " "]),
    "CJK": of([*CJK, *JAMO], 20, ["", "", "", " ", "\n"]),
    "emoji": of([*EMOJI, "ok", " "], 6, ["", " "]),
    "scripts": of(SCRIPTS, 6, [" ", "", "\u0301", "\n"]),
    "special": of([*SPECIAL, "user\n", "a", " "], 6, ["", "", " ", "\n"]),
    "any": lambda draw: "".join(any_character(draw) for _ in range(draw.randint(1, 12))),
    "mixed": of(EVERYTHING, 10, ["", "", " "]),
}


def texts() -> list[str]:
    draw = random.Random(SEED)
    return [make(draw) for make in KINDS.values() for _ in range(TEXTS_OF_A_KIND)]


def both_ids(
    tokenizer: Tokenizer, wanted: list[str]
) -> tuple[list[list[int]], dict[str, list[int]]]:
    """Ids with special tokens recognised; and split, by place, where those are others."""
    ids = [encoding.ids for encoding in tokenizer.encode_batch(wanted)]
    tokenizer.encode_special_tokens = True
    split = [encoding.ids for encoding in tokenizer.encode_batch(wanted)]
    return ids, {str(i): apart for i, apart in enumerate(split) if apart != ids[i]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-models", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=GOLDEN)
    options = parser.parse_args()
    golden: dict[str, object] = {"texts": texts()}
    for path in options.base_models:
        ids, split = both_ids(base_tokenizer(GgufFile(path).metadata), texts())
        golden[path.stem], golden[f"{path.stem} split"] = ids, split
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    options.out.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
