// The one script of every page: each behaviour is a file of its own.
document.documentElement.classList.add("js");
