"""Pure functions on plain values: intervals, samples, wording, personal data. No Django here."""
