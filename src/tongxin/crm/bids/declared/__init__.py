"""What the objects of the bid desk are declared with; below the actions, which write by it."""
