"""Pages about personal data, for administrators."""
