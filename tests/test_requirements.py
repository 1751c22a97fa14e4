"""What is installed from locked lists is what pyproject.toml asks for, and each has its checksums."""

import re
import tomllib
from itertools import pairwise

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
USERS_EXTRAS = ("opensearch", "pdf", "pinyin", "png", "traditional")
PYTHONS = ("3.11.0", "3.11.9", "3.12.1", "3.13.0", "3.14.0")
ASKED = {
    "serve": [*PROJECT["project"]["dependencies"], *(line for name in USERS_EXTRAS for line in EXTRAS[name])],
    "test": [*PROJECT["project"]["dependencies"], *EXTRAS["test"]],
    "docs": GROUPS["docs"],
    "lint": [*PROJECT["project"]["dependencies"], *EXTRAS["test"], *EXTRAS["lint"]],
    "bench": [*PROJECT["project"]["dependencies"], *EXTRAS["bench"]],
    "build": [*PROJECT["build-system"]["requires"], *GROUPS["build"]],
    "compiler": GROUPS["compiler"],
    "mutation": [*PROJECT["project"]["dependencies"], *EXTRAS["test"], *GROUPS["mutation"]],
    "release": GROUPS["release"],
}
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def locked(name: str) -> list[Requirement]:
    """The pinned requirements of a list."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.sub(r"\\\n", " ", text).splitlines()
    return [Requirement(entry.split("--hash")[0]) for entry in entries if entry and not entry.lstrip().startswith("#")]


def pins(name: str, python: str) -> dict[str, Version]:
    """What a list installs with a Python on a usual machine."""
    found: dict[str, Version] = {}
    where = {"python_full_version": python, "python_version": ".".join(python.split(".")[:2])}
    for one in locked(name):
        if one.marker is None or one.marker.evaluate({**where, "platform_machine": "x86_64", "sys_platform": "linux"}):
            (only,) = one.specifier
            assert only.operator == "==", one
            assert one.name not in found, one
            found[one.name] = Version(only.version)
    return found


def asked_for(lines: list[str]) -> list[Requirement]:
    """The requirements, those of the extras that they name in their place."""
    found: list[Requirement] = []
    for line in lines:
        one = Requirement(line)
        if one.name == PROJECT["project"]["name"]:
            found += asked_for([line for extra in sorted(one.extras) for line in EXTRAS[extra]])
        else:
            found.append(one)
    return found


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ASKED)
def test_a_list_holds_what_is_asked_for(name: str) -> None:
    """Changed in pyproject.toml and not here: `make lock` writes the lists anew."""
    for python in PYTHONS:
        found = pins(name, python)
        for one in asked_for(ASKED[name]):
            if one.marker is None or Marker(str(one.marker)).evaluate({"platform_machine": "x86_64"}):
                assert one.specifier.contains(found[normalized(one.name)]), (one, python)


@pytest.mark.parametrize("name", ASKED)
def test_each_has_its_checksums(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert len(locked(name)) == len(re.findall(r"^[a-z].*==", text, re.MULTILINE)) > 0
    for entry in re.split(r"(?m)^(?=[a-z])", text)[1:]:
        assert SHA256.search(entry), entry
    assert "://" not in text  # where things come from is for each machine to know


@pytest.mark.parametrize("python", PYTHONS)
def test_lists_agree(python: str) -> None:
    """What one environment is given by two of them is given in one version."""
    for before, after in pairwise(["build", "serve", "test", "lint"]):
        left, right = pins(before, python), pins(after, python)
        assert {name: left[name] for name in left.keys() & right.keys()} == {
            name: right[name] for name in left.keys() & right.keys()
        }
