"""What an installation does besides copying: it compiles the catalogues and the kernel. Called by the build system by its path.

A wheel that holds a kernel is for one platform and any Python; one without is for all. `SPEECHSEARCH_KERNEL=off` leaves it
out. Where there is no compiler, the package `ziglang` is asked for, which is one.
"""

import os
import runpy
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

I18N = "indexer/i18n"
KERNEL = "indexer/engine/embedded/kernel"
ZIG = "ziglang>=0.14,<0.18; platform_machine in 'x86_64 AMD64 aarch64 arm64 ARM64'"


class CompileAll(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """What else the installation needs."""
        compiling = self._module(f"{KERNEL}/compiling.py")
        if self.target_name != "wheel" or os.environ.get(compiling["VARIABLE"]) == compiling["OFF"]:
            return []
        return [ZIG] if compiling["TARGET"] in os.environ or compiling["compiler"]() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the plugin's signature
        artifacts: list[str] = build_data["artifacts"]
        compiled = self._module(f"{I18N}/compiling.py")["compile_catalogues"](Path(self.root, I18N, "locale"))
        artifacts += [file.relative_to(self.root).as_posix() for file in compiled]
        if self.target_name != "wheel":
            return
        compiling = self._module(f"{KERNEL}/compiling.py")
        if target := os.environ.get(compiling["TARGET"]):
            library, tag = compiling["compile_for"](target, Path(self.root, "dist", "kernels"))
            build_data["force_include"][str(library)] = f"{KERNEL}/{library.name}"
        elif library := compiling["compile_kernel"]():
            artifacts.append(library.relative_to(self.root).as_posix())
            tag = sysconfig.get_platform()
        else:
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{tag.replace('-', '_').replace('.', '_')}"

    def _module(self, path: str) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root, path)))
