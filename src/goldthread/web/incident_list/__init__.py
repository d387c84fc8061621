"""The list of incidents: filters, search, saved views and export."""
