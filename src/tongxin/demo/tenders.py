"""A register of real public notices, and what the bid manager wants to hear of."""

from datetime import datetime
from typing import TYPE_CHECKING

from tongxin.crm.tenders.records import WATCH_LIST
from tongxin.demo.notices import FILE
from tongxin.importers.notices.importing import import_notices
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from tongxin.demo.made import World

WATCHES = (
    ("kam", "我的客戶", {"customers_only": True}),
    ("bids", "醫療影像", {"words": "影像, 磁振造影, 超音波, 內視鏡"}),
)


def tell_tenders(world: "World") -> None:
    """Put notices and watch lists into the chronicle."""
    chronicle = world.chronicle
    chronicle.tell(chronicle.moment(-20, 7), lambda at: _bring_in(world, at))
    chronicle.tell(chronicle.moment(-19, 9), lambda at: _watch(world, at))


def _bring_in(world: "World", at: datetime) -> None:
    import_notices(actor=world.importer(), at=at, paths=[FILE])


def _watch(world: "World", at: datetime) -> None:
    for who, name, source in WATCHES:
        values = {**world.told(source)}
        if values != source:
            # The real notices are in Chinese.
            values["words"] = f"{values['words']}, {source['words']}"
        values["name"] = world.told(name)
        create_record(WATCH_LIST, actor=world.actor(who), at=at, values=values)
