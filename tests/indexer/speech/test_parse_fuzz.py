"""Mutated speeches: whatever happens to a text, nothing is lost and nothing but our own errors comes out.

`FUZZ_SECONDS=600 pytest tests/indexer/test_parse_fuzz.py` runs it for long (`make fuzz`).
"""

import os
import random
import time

import pytest

from indexer.model import RawText, Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.indexer.speech.test_parse import check_nothing_is_lost, check_structure

SECONDS = float(os.environ.get("FUZZ_SECONDS", "4"))
INSERTED = [
    "一、",
    "（二）",
    "1.",
    "第一，",
    "一要",
    "：",
    "。",
    "　　",
    "\t",
    "目录",
    "附件1",
    "记者：",
    "·3·",
    "隐藏内容",
    "2024年",
    "——",
]


def mutated(lines: list[str], chance: random.Random) -> list[str]:
    """The lines after a few random cuts, swaps, repeats, joins and insertions."""
    lines = list(lines)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(lines)) if lines else 0
        match chance.randrange(7):
            case 0 if lines:
                del lines[place]
            case 1 if lines:
                lines.insert(chance.randrange(len(lines)), lines[place])
            case 2 if lines:
                cut = chance.randrange(len(lines[place]) + 1)
                lines[place : place + 1] = [lines[place][:cut], lines[place][cut:]]
            case 3 if len(lines) > 1:
                lines[place - 1] += lines.pop(place)
            case 4 if lines:
                cut = chance.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:cut] + chance.choice(INSERTED) + lines[place][cut:]
            case 5:
                lines.insert(place, chance.choice(INSERTED))
            case 6 if lines:
                chance.shuffle(lines)
    return lines


@pytest.mark.fuzz
def test_mutated_speeches(sample_speeches: list[Speech]) -> None:
    seed = 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end or seed < 100:
        chance = random.Random(seed)
        speech = chance.choice(sample_speeches)
        text = "\n".join(mutated([paragraph.text for paragraph in speech.paragraphs], chance))
        raw: RawText = read_plain(text.encode(), f"{seed}.txt")
        found = parse(raw)
        check_nothing_is_lost(raw, found)
        check_structure(found)
        seed += 1
