"""Percentages as people type them."""

from __future__ import annotations

from typing import Any

import click


class Share(click.ParamType):
    """Between 0 and 1; `0.1`, `10%` and `10` all mean 10%."""

    name = "share"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        typed = str(value).strip()
        try:
            number = float(typed.removesuffix("%"))
        except ValueError:
            self.fail(f"'{value}' is not a share: write 0.1 or 10%.", param, ctx)
        share = number / 100 if typed.endswith("%") or number >= 1 else number
        if not 0 < share < 1:
            self.fail(f"'{value}' must be more than 0% and less than 100%.", param, ctx)
        return share
