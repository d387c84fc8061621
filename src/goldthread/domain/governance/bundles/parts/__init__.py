"""The parts of the three bundles; each module asks one app for what it holds."""
