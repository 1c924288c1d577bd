"""The model: firms, governments and markets of the AI chip ecosystem. Knows nothing of screens."""
