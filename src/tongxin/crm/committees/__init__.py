"""Who decides at the customer: committees, their seats, who sits in them, how they stand to us and to one another."""
