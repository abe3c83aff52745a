"""Deals: processes, stages, honest stage histories, reversals."""
