"""Reviews: planning, writing, the wording check, submitting and signing off."""
