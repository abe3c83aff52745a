"""From other systems' files to records: parse, plan, preview, apply."""
