"""Decision tools: versioned branching tools with recorded runs."""
