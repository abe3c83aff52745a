"""Work done outside the request: job rows with lease, progress and fencing."""
