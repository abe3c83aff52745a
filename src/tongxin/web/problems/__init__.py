"""What the problems of answers mean: the pages that their `type` leads to."""
