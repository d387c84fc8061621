"""Structured logs without personal data.

One JSON object a line on standard error. A log line carries record types, numbers and codes, never
narratives, names or e-mail addresses; request paths are kept, query strings are not.
"""

from __future__ import annotations

import logging
import logging.config
from typing import Any


class WithoutQueryString(logging.Filter):
    """Drop what a person typed into a search box from request lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if isinstance(record.args, tuple):
            record.args = tuple(
                a.split("?", 1)[0] if isinstance(a, str) and a.startswith("/") else a
                for a in record.args
            )
        return True


def configure(_settings: dict[str, Any]) -> None:
    """Send every logger to one JSON handler."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"no_query": {"()": WithoutQueryString}},
            "formatters": {
                "json": {
                    "()": "pythonjsonlogger.json.JsonFormatter",
                    "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                }
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "formatter": "json",
                    "filters": ["no_query"],
                }
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {"goldthread": {"level": "INFO"}},
        }
    )
