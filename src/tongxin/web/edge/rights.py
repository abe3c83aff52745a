"""Pages that need a right of their own."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from tongxin.common.rights import Right
from tongxin.web.edge.requests import PageRequest

Rest = ParamSpec("Rest")
View = Callable[Concatenate[PageRequest, Rest], HttpResponse]


def needs(right: Right) -> Callable[[View[Rest]], View[Rest]]:
    """Refuse who lacks the right, whatever the method and the record; stands above every other decorator."""

    def decorate(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def checked(request: PageRequest, /, *args: Rest.args, **more: Rest.kwargs) -> HttpResponse:
            request.actor.must_have(right)
            return view(request, *args, **more)

        return checked

    return decorate
