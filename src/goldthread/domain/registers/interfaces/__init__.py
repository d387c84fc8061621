"""Interfaces between agencies: who owns what, agreed by the partner, and problems that go on."""
