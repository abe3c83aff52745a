"""Write deals: records, steps in their history, their parts, and many at once."""

from tongxin.crm.opportunities.actions.clearing import delete_opportunities, remove_contacts
from tongxin.crm.opportunities.actions.common import index_opportunities
from tongxin.crm.opportunities.actions.creating import (
    NewOpportunity,
    check_opportunity_row,
    create_opportunity,
)
from tongxin.crm.opportunities.actions.importing import ContactRow, import_contacts, import_opportunities
from tongxin.crm.opportunities.actions.parts import (
    meet_competitor,
    remove_competitor,
    remove_contact,
    remove_line,
    remove_member,
    set_competitor,
    set_contact,
    set_line,
    set_member,
)
from tongxin.crm.opportunities.actions.rates import enter_rate, revalue_running, withdraw_rate
from tongxin.crm.opportunities.actions.records import (
    EDITABLE,
    change_opportunity,
    delete_opportunity,
    restore_opportunity,
    set_next_step,
)
from tongxin.crm.opportunities.actions.stages import (
    close_dropped,
    close_lost,
    close_won,
    move_stage,
    reopen,
    take_back_entry,
)

__all__ = [
    "EDITABLE",
    "ContactRow",
    "NewOpportunity",
    "change_opportunity",
    "check_opportunity_row",
    "close_dropped",
    "close_lost",
    "close_won",
    "create_opportunity",
    "delete_opportunities",
    "delete_opportunity",
    "enter_rate",
    "import_contacts",
    "import_opportunities",
    "index_opportunities",
    "meet_competitor",
    "move_stage",
    "remove_competitor",
    "remove_contact",
    "remove_contacts",
    "remove_line",
    "remove_member",
    "reopen",
    "restore_opportunity",
    "revalue_running",
    "set_competitor",
    "set_contact",
    "set_line",
    "set_member",
    "set_next_step",
    "take_back_entry",
    "withdraw_rate",
]
