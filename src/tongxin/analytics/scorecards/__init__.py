"""How we and our rivals stand by the customer's scorecards: totals, grades, gaps, the way up and what threatens."""
