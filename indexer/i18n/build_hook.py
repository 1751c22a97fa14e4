"""What an installation does besides copying: it compiles the catalogues. Called by the build system by its path."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the plugin's signature
        folder = Path(self.root, "indexer", "i18n")
        compile_catalogues = runpy.run_path(str(folder / "compiling.py"))["compile_catalogues"]
        for file in compile_catalogues(folder / "locale"):
            build_data["artifacts"].append(file.relative_to(self.root).as_posix())
