"""Installations of their own for tests of the whole."""

from tests.factories.installation import install

__all__ = ["install"]
