"""The report of an experiment: what its tables say, as numbers, sentences, charts and a page."""
