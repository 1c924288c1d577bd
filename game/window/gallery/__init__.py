"""A gallery of every widget and chart with made-up data."""
