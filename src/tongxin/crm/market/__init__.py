"""The market around an account: competitors, products, exchange rates."""
