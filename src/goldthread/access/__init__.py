"""Who may see and do what: units, people, roles held at units, scopes, restricted records."""
