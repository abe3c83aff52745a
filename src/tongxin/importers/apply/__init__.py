"""Write a plan through the actions of the domain: in small transactions, resumable, undoable, the same twice as once."""
