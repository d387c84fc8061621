"""Backups: one archive of the database and the files, and the way back from it."""

from goldthread.upkeep.copies.archive import CopyRefused
from goldthread.upkeep.copies.making import back_up
from goldthread.upkeep.copies.restoring import restore

__all__ = ["CopyRefused", "back_up", "restore"]
