"""Play a bid's award method through: what the decision library says of a bid's criteria, prices and scores."""
