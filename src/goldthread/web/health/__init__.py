"""Probes for whatever watches over the service."""
