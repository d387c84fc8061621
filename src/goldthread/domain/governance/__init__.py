"""Governance: closing threads; later its forums, meetings and packs."""
