"""Structured logs without personal data.

One JSON object a line on standard error. A line carries record types, numbers, codes and the route
of a page (`incidents/<int:number>`), never what a person typed: no query strings, no narratives, no
names, no e-mail addresses, no one-time codes. The words of an exception may quote any of these (a
database says which value it refused), so a fault is told by its type and the lines of code it
passed through.
"""

from __future__ import annotations

import logging
import logging.config
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RouteForPath(logging.Filter):
    """Name a page by its route: its path may hold a one-time code, its query what was searched."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        match = getattr(request, "resolver_match", None)
        shown = f"/{match.route}" if match is not None else "(a page)"
        if match is not None:
            record.__dict__["numbers"] = {
                name: value for name, value in match.kwargs.items() if isinstance(value, int)
            }
        if isinstance(record.args, tuple):
            record.args = tuple(
                shown if isinstance(a, str) and a.startswith("/") else a for a in record.args
            )
        return True


class PlainJson(JsonFormatter):
    """JSON lines whose faults are told without their words."""

    def formatException(self, ei: Fault) -> str:  # noqa: N802 - logging's name
        return " ← ".join(_faults(ei[1]))


def _faults(fault: BaseException | None) -> list[str]:
    """Each fault in the chain, the last first: its type and where it passed through."""
    told: list[str] = []
    while fault is not None and len(told) < 10:
        kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
        told.append(f"{kind} at {', '.join(_lines(fault.__traceback__)[-12:])}")
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return told


def _lines(trace: TracebackType | None) -> list[str]:
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return lines


def configure(_settings: dict[str, Any]) -> None:
    """Send every logger to one JSON handler."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"route": {"()": RouteForPath}},
            "formatters": {
                "json": {
                    "()": PlainJson,
                    "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                }
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "formatter": "json",
                    "filters": ["route"],
                }
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "goldthread": {"level": "INFO"},
                # A page that was not found or not allowed is the visitor's business, not a fault.
                "django.request": {"level": "ERROR"},
                # These quote the host or the cookie that was sent.
                "django.security": {"level": "CRITICAL"},
                # axes names who tried to sign in.
                "axes": {"level": "CRITICAL"},
            },
        }
    )
