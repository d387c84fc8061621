"""Incidents: reporting, triage, stabilisation, and the thread from the first account to closure."""
