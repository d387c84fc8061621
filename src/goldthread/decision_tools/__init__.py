"""Versioned branching tools with recorded runs: triage, candour, safeguarding, escalation."""
