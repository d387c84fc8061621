"""One cell at a time: dates, times, harm words and the many ways of writing nothing."""
