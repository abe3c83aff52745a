"""Competition around the customer: rings of suppliers, rivals, the customer's own pressures, and the value case."""
