"""One request, one effect: answers kept with the work they tell of, so that a repetition gets the same."""
