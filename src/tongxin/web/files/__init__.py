"""Files kept with records: uploaded, taken, deleted; never shown in the browser."""
