"""Invented speeches that say much of each other again, letter for letter, reworded, with other marks."""

import random
from pathlib import Path

HAN = [chr(point) for point in range(0x4E00, 0x4F80)]
SPEECHES, FRAGMENTS = 64, 30
RITUAL = 3  # fragments that nearly all speeches have


def write_speeches(folder: Path, seed: int = 5) -> Path:
    """The folder, with the corpus in it: dated to the day, to the month, to the year, and not at all; some on one day."""
    chance = random.Random(seed)
    fragments = [_text(chance, chance.randrange(9, 60)) for _ in range(FRAGMENTS)]
    bodies = [_body(chance, fragments) for _ in range(SPEECHES)]
    for number in range(8):  # versions of others: by what they have in common, or by nearly all
        kept, more = bodies[number], _body(chance, fragments)[:1]
        bodies[-1 - number] = [*kept, *more] if number % 2 else [*kept[: len(kept) * 4 // 5], *more]
    for number, body in enumerate(bodies):
        lines = [f"讲话其{number + 1}", f"（{_date(chance)}）", "", *body] if chance.random() < 0.9 else body
        (folder / f"稿{number:02d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _date(chance: random.Random) -> str:
    year = chance.randrange(2012, 2020)
    return chance.choice([f"{year}年", f"{year}年3月", f"{year}年3月1日", f"{year}年{chance.randrange(1, 12)}月2日"])


def _text(chance: random.Random, size: int) -> str:
    return "".join(chance.choice(HAN) for _ in range(size))


def _body(chance: random.Random, fragments: list[str]) -> list[str]:
    return [_paragraph(chance, fragments) for _ in range(chance.randrange(4, 12))]


def _paragraph(chance: random.Random, fragments: list[str]) -> str:
    parts = []
    for _ in range(chance.randrange(1, 6)):
        own = _text(chance, chance.randrange(2, 25))
        said = chance.choice(fragments[: chance.choice([RITUAL, FRAGMENTS])])
        parts += [own, _changed(chance, said)]
    return "，".join(parts) + "。"


def _changed(chance: random.Random, text: str) -> str:
    """As it is, with marks in it, shortened, or with some characters in its middle changed."""
    place = chance.randrange(len(text))
    match chance.randrange(5):
        case 0:
            return text[:place] + chance.choice("，、 ") + text[place:]
        case 1:
            return text[place // 2 :]
        case 2:
            return text[:place] + _text(chance, chance.randrange(1, 9)) + text[place + chance.randrange(9) :]
        case _:
            return text
