"""What happens between us and the customer: visits, promises, files, time line."""
