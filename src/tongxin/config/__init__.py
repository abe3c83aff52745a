"""Settings, URLs and system checks: composes the parts; nobody imports it."""
