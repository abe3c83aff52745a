"""The import wizard: files, mapping, check, preview, run."""
