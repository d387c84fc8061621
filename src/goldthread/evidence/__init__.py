"""Evidence: typed proofs, and files with their hash and sniffed type."""
