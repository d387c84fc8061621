"""The pages a partner opens by a signed link: one record each, naming nobody served."""
