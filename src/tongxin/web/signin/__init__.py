"""The way in and out: sign-in page, sign-out, language before sign-in, health."""
