"""The relationship ladder of an account, and over all accounts."""
