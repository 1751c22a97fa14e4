"""What a segment keeps once for many documents: of a speech, and of who speaks."""

import msgspec

from indexer.model import Role, Speech


class SpeechRecord(msgspec.Struct, frozen=True, array_like=True):
    """What documents of one speech share."""

    id: str
    title: str
    date: str | None
    year: str | None

    @classmethod
    def of(cls, speech: Speech, id_: str) -> "SpeechRecord":
        date = speech.date
        return cls(id_, speech.title, str(date) if date else None, str(date.year) if date else None)


class Voice(msgspec.Struct, frozen=True, array_like=True):
    """Who speaks; `own`: as the paragraph itself says. `role`: whether he asks or answers."""

    speaker: str | None
    own: str | None
    role: Role | None = None


SPEECH_RECORD = msgspec.json.Decoder(SpeechRecord)
VOICE = msgspec.json.Decoder(Voice)
