"""Everything an installation holds, as one open file: written, checked, read back; backups by plan."""
