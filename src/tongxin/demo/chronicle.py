"""Days and moments of the demo world, and the order in which its events are told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tongxin.demo.facts import Day

SATURDAY = 5


@dataclass(slots=True)
class Chronicle:
    """Collect what happens, then let it happen from the oldest to the newest.

    Attributes:
        at: the moment the world is made; nothing happens after it.

    """

    at: datetime
    _events: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the day that all others are counted from."""
        return timezone.localdate(self.at)

    def on(self, day: Day) -> date:
        """Return a day, moved off the weekend: back when it is past, forward when it lies ahead."""
        found = self.today + timedelta(days=day)
        if day and found.weekday() >= SATURDAY:
            weekend = found.weekday() - SATURDAY
            return found - timedelta(days=weekend + 1) if day < 0 else found + timedelta(days=2 - weekend)
        return found

    def moment(self, day: Day, hour: float = 9) -> datetime:
        """Return an hour of a day, in the active time zone."""
        clock = time(int(hour), round(hour % 1 * 60))
        return timezone.make_aware(datetime.combine(self.on(day), clock))

    def tell(self, moment: datetime, event: Callable[[datetime], None]) -> None:
        """Put an event in its place; events of one moment keep the order in which they were told."""
        self._events.append((min(moment, self.at), len(self._events), event))

    def run(self) -> int:
        """Let everything happen, also what events tell while they happen; return how many events there were."""
        count = 0
        while self._events:
            self._events.sort(key=lambda event: event[:2])
            moment, _order, event = self._events.pop(0)
            event(moment)
            count += 1
        return count
