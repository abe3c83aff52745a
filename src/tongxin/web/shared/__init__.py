"""Pages behind signed links: what somebody may see and do who does not sign in."""
