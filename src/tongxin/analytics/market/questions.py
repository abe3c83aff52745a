"""The names of the questions, for those who must not load an engine to know them."""

QUESTION_NAMES = ("buyers", "firms", "categories", "regions", "years", "meetings", "concentration")
