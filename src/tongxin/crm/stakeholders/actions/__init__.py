"""Write the customer's people, their posts, and who held which when."""

from tongxin.crm.stakeholders.actions.clearing import delete_people
from tongxin.crm.stakeholders.actions.creating import NewPerson, create_people, create_person
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.actions.merging import TAKEN_OVER, merge_people, undo_person_merge
from tongxin.crm.stakeholders.actions.people import (
    change_person,
    delete_person,
    record_view,
    restore_person,
    save_person,
    set_person_names,
)
from tongxin.crm.stakeholders.actions.posts import (
    change_post,
    close_post,
    create_post,
    take_or_make_post,
)
from tongxin.crm.stakeholders.actions.tenures import (
    end_tenure,
    move_person,
    place_person,
    record_departure,
    start_tenure,
)

__all__ = [
    "TAKEN_OVER",
    "NewPerson",
    "change_person",
    "change_post",
    "close_post",
    "create_people",
    "create_person",
    "create_post",
    "delete_people",
    "delete_person",
    "end_tenure",
    "index_people",
    "merge_people",
    "move_person",
    "place_person",
    "record_departure",
    "record_view",
    "restore_person",
    "save_person",
    "set_person_names",
    "start_tenure",
    "take_or_make_post",
    "undo_person_merge",
]
