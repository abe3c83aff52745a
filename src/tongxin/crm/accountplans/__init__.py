"""The account plan: what we want with a customer in a period, how, with what, and against which risks 客戶經營計畫."""
