"""How close the relationship with a customer is: levels, what shows each, what is declared and aimed at 關係階梯."""
