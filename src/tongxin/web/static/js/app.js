// The one script of every page: each behaviour is a file of its own. All of them listen on the document, so that
// what htmx brings in later works without further ado.
import "./answers.js";
import "./board.js";
import "./choosers.js";
import "./committee.js";
import "./day_fields.js";
import "./dialogs.js";
import "./drafts.js";
import "./drop.js";
import "./edit_in_place.js";
import "./fill.js";
import "./flyouts.js";
import "./guard.js";
import "./menus.js";
import "./palette.js";
import "./quick_log.js";
import "./rail.js";
import "./rows.js";
import "./scrolling.js";
import "./sheet.js";
import "./shortcuts.js";
import "./submit_on_change.js";
import "./theme.js";
import "./toasts.js";
// Last, so that forms which another script sends are already taken care of.
import "./submit_once.js";

document.documentElement.classList.add("js");
