"""Actions: what will change, who owns it, by when, and the two facts that make it complete."""
