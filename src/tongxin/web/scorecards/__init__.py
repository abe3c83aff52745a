"""The customer's scorecards: how we and rivals stand, and where scores are entered."""
