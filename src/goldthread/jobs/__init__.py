"""Jobs: schedules, retries and recovery over background tasks kept in the database."""
