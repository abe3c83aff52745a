"""The names of the questions, for those who must not load an engine to know them."""

QUESTION_NAMES = (
    "buyers",
    "firms",
    "categories",
    "regions",
    "years",
    "meetings",
    "concentration",
    "prices",
)
# Of which part of the market one can ask.
NARROWED_BY = ("buyer", "firm", "category", "region", "year")
