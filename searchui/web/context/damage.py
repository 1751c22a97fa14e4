"""What one process of a server tells the others of damage."""

import msgspec

from indexer.store.generation import Pointer


class Damage(msgspec.Struct, frozen=True):
    """Which generation is damaged, where it is, and the checksum that a damaged file should have, if it is known.

    `is_mended`: what is damaged was only made of it, and will be made again by who opens it.
    """

    pointer: Pointer
    place: str
    digest: str = ""
    is_mended: bool = False

    def text(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def read(cls, text: str) -> "Damage":
        return _DAMAGE.decode(text)


_DAMAGE = msgspec.json.Decoder(Damage)
