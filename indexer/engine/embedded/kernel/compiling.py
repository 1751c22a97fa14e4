"""C → a shared library beside the sources, or libraries of all platforms. Run when the program is installed, by its path.

    python compiling.py                      for this machine
    python compiling.py --all FOLDER         for every platform of data/targets.toml, by the package `ziglang`
    python compiling.py --has-compiler       exit code 1: one is wanted and there is none, so `ziglang` is to be installed
    python compiling.py --sanitized FILE     for this machine, with checks of every read and of undefined behaviour

Nothing but the standard library is used here: where the program is installed, it is not there yet. What it takes to compile
is imported then: who loads the library does not wait for it.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).parent
VARIABLE = "SPEECHSEARCH_KERNEL"
TARGET = "SPEECHSEARCH_KERNEL_TARGET"  # the platform that a wheel is made for, where that is not this one
OFF = "off"
COMPILERS = ("cc", "gcc", "clang")
FLAGS = (
    "-std=c11",
    "-O3",
    "-ffp-contract=off",  # scores are to be those of numpy, to the last digit
    "-fvisibility=hidden",
    "-fPIC",
    "-shared",
)
MATHEMATICS = "-lm"
SANITIZED = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer")
ZIG = (sys.executable, "-m", "ziglang", "cc")
SECONDS = 300


def library_name(platform: str = sys.platform) -> str:
    """The name of the library's file."""
    suffix = {"darwin": "dylib", "win32": "dll"}.get(platform, "so")
    return f"speechsearch_kernel.{suffix}"


def digest() -> str:
    """A digest of the sources, by which a library is known to be made of them."""
    found = hashlib.sha256()
    for file in sorted((*FOLDER.glob("*.c"), *FOLDER.glob("*.h"))):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def compiler() -> list[str] | None:
    """The command of the system's compiler, or else of the one that the package `ziglang` holds; None: there is none."""
    import shutil

    for name in (os.environ.get("CC", ""), *COMPILERS):
        if name and shutil.which(name.split()[0]):
            return name.split()
    return [*ZIG] if find_spec("ziglang") else None


def compile_library(target: Path, command: Sequence[str], flags: Sequence[str] = (), *, windows: bool = False) -> None:
    """Make the library, in the place of one that may be there. Raises OSError or subprocess.SubprocessError."""
    import subprocess

    sources = [str(file) for file in sorted(FOLDER.glob("*.c"))]
    made = target.with_name(f"{target.name}.{os.getpid()}.new")
    define = f'-DKERNEL_SOURCES="{digest()}"'
    linked = () if windows else (MATHEMATICS,)
    call = [*command, *FLAGS, *flags, define, *sources, "-o", str(made), *linked]
    try:
        subprocess.run(call, check=True, capture_output=True, text=True, timeout=SECONDS)  # noqa: S603 - our own words
        made.replace(target)  # those who have the one before open keep it
    finally:
        made.unlink(missing_ok=True)


def compile_kernel() -> Path | None:
    """Make the library for this machine; None where that cannot be, or is not wanted."""
    from subprocess import SubprocessError

    command = compiler()
    if os.environ.get(VARIABLE) == OFF or command is None:
        return None
    target = FOLDER / library_name()
    try:
        compile_library(target, command, windows=sys.platform == "win32")
    except (OSError, SubprocessError) as error:
        print(f"the kernel could not be compiled, numpy answers instead: {error}", file=sys.stderr)  # noqa: T201
        return None
    return target


def targets() -> dict[str, dict[str, str]]:
    """The platforms that wheels are made for; see the table."""
    import tomllib

    return tomllib.loads((FOLDER / "data" / "targets.toml").read_text(encoding="utf-8"))


def compile_for(name: str, folder: Path) -> tuple[Path, str]:
    """Make the library of another platform in a folder; its file, and the tag of a wheel that holds it."""
    target = targets()[name]
    file = folder / name / library_name(target["platform"])
    file.parent.mkdir(parents=True, exist_ok=True)
    flags = ("-target", target["zig"], "-mcpu=baseline", "-s")
    compile_library(file, ZIG, flags, windows=target["platform"] == "win32")
    return file, target["wheel"]


def main(arguments: Sequence[str]) -> int:
    """What the lines above say; the exit code."""
    match list(arguments):
        case ["--all", folder]:
            for name in targets():
                file, _ = compile_for(name, Path(folder))
                print(f"{file}  {file.stat().st_size:,}")  # noqa: T201
        case ["--has-compiler"]:
            return 0 if os.environ.get(VARIABLE) == OFF or compiler() else 1
        case ["--sanitized", file]:
            compile_library(Path(file), compiler() or ZIG, SANITIZED, windows=False)
        case _:
            return 0 if compile_kernel() else 1
    return 0


if __name__ == "__main__":
    from subprocess import CalledProcessError

    try:
        sys.exit(main(sys.argv[1:]))
    except CalledProcessError as failed:
        sys.exit(failed.stderr)
