"""Pictures on pages: shown with their verdict, table and downloads, and served to those in scope."""

from goldthread.web.charts.addresses import Address, address_of
from goldthread.web.charts.answers import respond
from goldthread.web.charts.shown import ChartShown, shown

__all__ = ["Address", "ChartShown", "address_of", "respond", "shown"]
