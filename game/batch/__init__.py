"""Studies without a window: plans from the command line and files, summaries, Parquet, reports."""
