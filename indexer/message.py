"""Sentences that people read, in both languages of the interface."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, written in Chinese and in English."""

    zh: str
    en: str

    def text(self, language: Language = "zh") -> str:
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh
