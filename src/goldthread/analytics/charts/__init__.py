"""Charts over time: which kind suits the data, its limits and its special causes."""
