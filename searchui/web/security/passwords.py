"""A file of names and hashed passwords: one `name:hash` a line, as `speechsearch password` writes it."""

import hmac
import secrets
from pathlib import Path
from threading import Lock

from werkzeug.security import check_password_hash, generate_password_hash

from indexer.errors import CallError
from indexer.i18n import _
from searchui.web.shared.memory import Memory, OwnMemory

METHODS = ("scrypt:", "pbkdf2:")


def password_line(name: str, password: str) -> str:
    """The line of a person. Raises CallError for a name that no line can have, or an empty password."""
    if not name.strip() or ":" in name or not name.isprintable() or name.startswith("#"):
        raise CallError(
            _("用户名“{name}”不能用：不能为空，不能有冒号或换行，不能以 # 开头", name=name),
        )
    if not password:
        raise CallError(_("密码不能为空"))
    return f"{name}:{generate_password_hash(password)}"


class Passwords:
    """Who may come in. A hash takes a tenth of a second, so what was found right is known again by a quick one."""

    def __init__(self, hashes: dict[str, str]) -> None:
        self._hashes = hashes
        self._key = secrets.token_bytes(32)
        self._decoy = generate_password_hash(secrets.token_hex())
        self._right = OwnMemory().digests(hashes)
        self._hashing = Lock()  # one at a time: each takes 32 MB

    def __repr__(self) -> str:
        return f"Passwords({sorted(self._hashes)})"

    def remember_in(self, memory: Memory) -> None:
        """Have what is found right known wherever that memory is."""
        self._right = memory.digests(self._hashes)

    def are_known(self, name: str, password: str) -> bool:
        """Whether these were found right before."""
        known = self._right.get(name)
        return hmac.compare_digest(known, self._digest(name, password))

    def are_right(self, name: str, password: str) -> bool:
        """Whether a person has this password; it takes as long for a name that nobody has."""
        if self.are_known(name, password):
            return True
        with self._hashing:
            right = check_password_hash(self._hashes.get(name, self._decoy), password) and name in self._hashes
        if right:
            self._right.set(name, self._digest(name, password))
        return right

    def _digest(self, name: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{name}\0{password}".encode("utf-8", "surrogatepass"), "sha256")


def read_passwords(file: Path) -> Passwords:
    """Raises CallError, with the line, where the file cannot be read or is none of these."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(_("打不开密码文件“{file}”：{error}", file=file, error=error)) from error
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _colon, hashed = line.strip().partition(":")
        if not name or not _is_hash(hashed):
            raise CallError(
                _(
                    "密码文件“{file}”第 {number} 行不是“名字:密文”；这样的一行可用 speechsearch password 名字 得到",
                    file=file,
                    number=number,
                ),
            )
        hashes[name] = hashed
    if not hashes:
        raise CallError(
            _("密码文件“{file}”里没有人；请先运行 speechsearch password 名字 >> {file}", file=file),
        )
    return Passwords(hashes)


def _is_hash(text: str) -> bool:
    return text.startswith(METHODS) and text.count("$") == 2 and _can_be_checked(text)


def _can_be_checked(hashed: str) -> bool:
    try:
        check_password_hash(hashed, "")
    except ValueError:
        return False
    return True
