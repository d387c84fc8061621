"""The environment, read once and typed."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

# Those who read widely, decide for others or change settings (GOLDTHREAD_MFA_ROLES changes it).
SECOND_FACTOR_ROLES = (
    "administrator,data_protection_officer,executive,governance_lead,inspector,"
    "safeguarding_lead,triage_lead"
)


def _words(text: str) -> frozenset[str]:
    """The parts of a comma-separated value."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Environment:
    """What the process was told from outside.

    `production` is on when GOLDTHREAD_ENV is `production`; then nothing insecure has a default.
    `field_key` encrypts names and record numbers at rest: losing it loses them.
    `idle_minutes` is how long a session may rest before it asks for the password again.
    `second_factor_roles` are the roles that must use a second factor to sign in.
    `suggest_from` is how many triage decisions categories are learnt from at least.
    """

    production: bool
    data_dir: Path
    database_url: str
    secret_key: str
    field_key: str
    allowed_hosts: list[str]
    base_url: str
    email_url: str
    email_from: str
    trusted_proxy: bool
    idle_minutes: int
    second_factor_roles: frozenset[str]
    suggest_from: int

    @classmethod
    def read(cls) -> Environment:
        production = os.environ.get("GOLDTHREAD_ENV", "development") == "production"
        data_dir = Path(os.environ.get("GOLDTHREAD_DATA_DIR") or Path.cwd() / ".data").resolve()
        keys = _production_keys() if production else _development_keys(data_dir)
        hosts = os.environ.get("GOLDTHREAD_HOSTS", "")
        return cls(
            production=production,
            data_dir=data_dir,
            database_url=os.environ.get("DATABASE_URL", ""),
            secret_key=keys["secret_key"],
            field_key=keys["field_key"],
            allowed_hosts=sorted(_words(hosts))
            or ([] if production else ["127.0.0.1", "localhost", "[::1]", "testserver"]),
            base_url=os.environ.get("GOLDTHREAD_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            email_url=os.environ.get("GOLDTHREAD_EMAIL_URL", ""),
            email_from=os.environ.get("GOLDTHREAD_EMAIL_FROM", "goldthread@localhost"),
            trusted_proxy=os.environ.get("GOLDTHREAD_TRUSTED_PROXY", "") == "1",
            idle_minutes=int(os.environ.get("GOLDTHREAD_IDLE_MINUTES") or 30),
            second_factor_roles=_words(
                os.environ.get("GOLDTHREAD_MFA_ROLES", SECOND_FACTOR_ROLES if production else "")
            ),
            suggest_from=int(os.environ.get("GOLDTHREAD_SUGGEST_FROM") or 200),
        )


def _production_keys() -> dict[str, str]:
    """Keys given by the operator; start-up checks refuse when they are missing or weak.

    Django does not let an empty secret key be looked at, so a missing one has a name.
    """
    return {
        "secret_key": os.environ.get("GOLDTHREAD_SECRET_KEY") or "missing",
        "field_key": os.environ.get("GOLDTHREAD_FIELD_KEY", ""),
    }


def _development_keys(data_dir: Path) -> dict[str, str]:
    """Keys made once for this data folder and readable by its owner only."""
    path = data_dir / "development-keys.json"
    if path.exists():
        return dict(json.loads(path.read_text()))
    data_dir.mkdir(parents=True, exist_ok=True)
    keys = {"secret_key": secrets.token_urlsafe(50), "field_key": secrets.token_urlsafe(32)}
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the same start won the race
        return dict(json.loads(path.read_text()))
    with os.fdopen(handle, "w") as file:
        json.dump(keys, file)
    return keys
