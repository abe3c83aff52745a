"""Words for codes: the sentences that pages and API share, in three languages."""
