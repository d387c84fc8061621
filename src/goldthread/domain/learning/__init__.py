"""Learning that reaches people: scenarios to think with, and coaching with them."""
