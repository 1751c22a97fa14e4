"""What one process of a server tells the others of damage."""

import msgspec

from indexer.store.generation import Pointer


class Damage(msgspec.Struct, frozen=True):
    """Which generation is damaged, where it is, and the checksum that a damaged file should have, if it is known."""

    pointer: Pointer
    place: str
    digest: str = ""

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def read(cls, text: str) -> "Damage":
        return _DAMAGE.decode(text)


_DAMAGE = msgspec.json.Decoder(Damage)
