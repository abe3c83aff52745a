"""The market in published tenders: one set of questions, asked of Parquet files by DuckDB or by Spark."""
