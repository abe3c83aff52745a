"""The scene that access tests play in."""

import pytest
from tests.meta.matrix import Visitor
from tests.meta.oracles import Scene
from tests.meta.records import MAKERS, make_world

from tongxin.api import rates


@pytest.fixture
def scene(db: None, settings) -> Scene:
    settings.API_RATE_PER_MINUTE = 1_000_000
    rates.forget_all()
    world = make_world()
    for kind in MAKERS:
        world.record(kind)
    people = {name: Visitor(name, getattr(world, name)) for name in ("owner", "mate", "reader", "outsider")}
    return Scene(world=world, people=people | {"anonymous": Visitor("anonymous", None)})
