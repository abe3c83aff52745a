"""The page of a committee: whom we reach, who decides, whom to meet next."""
