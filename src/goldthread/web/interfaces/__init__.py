"""Agreements of who owns what, the template and rules, and problems with partners that go on."""
