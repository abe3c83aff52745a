"""What is no longer needed goes by itself, and what follows the calendar is brought up to the day."""
