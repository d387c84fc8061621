"""The shapes of what people type about an incident; the rules are the domain's."""
