"""Themes found in accounts: the list, the page of one, and what people do with them."""
