"""Views of lists that people keep: a name for filters, order, columns and layout, for oneself or shared."""
