"""Lines and arcs of even thickness, and how much of each pixel they cover."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, ceil, floor, hypot, inf, tan

FULL = 16
"""The coverage of a pixel that is covered all over; coverage is counted in sixteenths, so that equal pixels merge."""

Rows = tuple[bytes, ...]
"""Coverage of a rectangle of pixels, 0 to `FULL` each, one `bytes` a row from the top."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke with round ends; of no length it is a dot. All in pixels, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of its centre line."""
        return min(self.x0, self.x1), min(self.y0, self.y1), max(self.x0, self.x1), max(self.y0, self.y1)

    def distance(self, x: float, y: float) -> float:
        """From a point to its centre line, in pixels."""
        along_x, along_y = self.x1 - self.x0, self.y1 - self.y0
        length2 = along_x * along_x + along_y * along_y
        part = ((x - self.x0) * along_x + (y - self.y0) * along_y) / length2 if length2 else 0.0
        part = min(max(part, 0.0), 1.0)
        return hypot(x - self.x0 - part * along_x, y - self.y0 - part * along_y)


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle that rounds a corner, from one point to another; strokes that meet it there close its ends."""

    center_x: float
    center_y: float
    radius: float
    x0: float
    y0: float
    x1: float
    y1: float
    corner_x: float
    corner_y: float
    thickness: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what holds its centre line: both ends and the corner."""
        xs, ys = (self.x0, self.x1, self.corner_x), (self.y0, self.y1, self.corner_y)
        return min(xs), min(ys), max(xs), max(ys)

    def distance(self, x: float, y: float) -> float:
        """From a point to its centre line, in pixels; infinite beside its ends."""
        dx, dy = x - self.center_x, y - self.center_y
        from_x, from_y = self.x0 - self.center_x, self.y0 - self.center_y
        to_x, to_y = self.x1 - self.center_x, self.y1 - self.center_y
        turn = 1 if from_x * to_y - from_y * to_x > 0 else -1
        if turn * (from_x * dy - from_y * dx) < 0 or turn * (dx * to_y - dy * to_x) < 0:
            return inf
        return abs(hypot(dx, dy) - self.radius)


@dataclass(frozen=True, slots=True)
class Square:
    """A dot too small to be round, around a point."""

    x: float
    y: float
    thickness: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its middle as left, top, right and bottom."""
        return self.x, self.y, self.x, self.y

    def distance(self, x: float, y: float) -> float:
        """From a point to its middle, in pixels, along the axis that is farther."""
        return max(abs(x - self.x), abs(y - self.y))


Stroke = Line | Arc | Square


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of a path.

    Attributes:
        x: in pixels.
        y: in pixels, downwards.
        share: how much the path is rounded here: 0 is a sharp corner; two corners divide the way between them by their
            shares.
    """

    x: float
    y: float
    share: float = 0


def path(corners: list[Corner], thickness: float, *, closed: bool = False) -> list[Stroke]:
    """The strokes along a path, rounded as far as there is room.

    Args:
        corners: two or more.
        thickness: in pixels.
        closed: whether it goes back to its start.
    """
    if closed:
        first, second = corners[0], corners[1]
        start = Corner((first.x + second.x) / 2, (first.y + second.y) / 2)
        # Begun in the middle of its first side; without this shares there would differ from those of the other sides.
        return _open_path([start, *corners[1:], first, start], thickness, halved=True)
    return _open_path(corners, thickness, halved=False)


def _open_path(corners: list[Corner], thickness: float, *, halved: bool) -> list[Stroke]:
    strokes: list[Stroke] = []
    x, y = corners[0].x, corners[0].y
    for index in range(1, len(corners) - 1):
        before, here, after = corners[index - 1 : index + 2]
        if not here.share:
            strokes.append(Line(x, y, here.x, here.y, thickness))
            x, y = here.x, here.y
            continue
        to_before, to_after = hypot(before.x - here.x, before.y - here.y), hypot(after.x - here.x, after.y - here.y)
        way = min(
            to_before * here.share / (here.share + (0 if halved and index == 1 else before.share)),
            to_after * here.share / (here.share + (0 if halved and index == len(corners) - 2 else after.share)),
        )
        if way <= 0:
            continue
        in_x, in_y = (before.x - here.x) / to_before, (before.y - here.y) / to_before
        out_x, out_y = (after.x - here.x) / to_after, (after.y - here.y) / to_after
        begin_x, begin_y = here.x + in_x * way, here.y + in_y * way
        end_x, end_y = here.x + out_x * way, here.y + out_y * way
        angle = acos(min(max(in_x * out_x + in_y * out_y, -1.0), 1.0))
        radius = way * tan(angle / 2)
        middle = hypot(in_x + out_x, in_y + out_y)
        far = hypot(way, radius)
        center_x, center_y = here.x + (in_x + out_x) / middle * far, here.y + (in_y + out_y) / middle * far
        strokes.append(Line(x, y, begin_x, begin_y, thickness))
        strokes.append(Arc(center_x, center_y, radius, begin_x, begin_y, end_x, end_y, here.x, here.y, thickness))
        x, y = end_x, end_y
    strokes.append(Line(x, y, corners[-1].x, corners[-1].y, thickness))
    return strokes


def cover(strokes: list[Stroke], width: int, height: int) -> Rows:
    """How much of each pixel the strokes cover together.

    Args:
        strokes: what lies outside of the rectangle is cut off.
        width: of the rectangle from (0, 0), in pixels.
        height: in pixels.
    """
    rows = [bytearray(width) for _ in range(height)]
    for stroke in strokes:
        reach = stroke.thickness / 2 + 0.5  # a pixel whose middle is this far from the centre line is just left bare
        left, top, right, bottom = stroke.box
        columns = range(max(floor(left - reach), 0), min(ceil(right + reach), width))
        for y in range(max(floor(top - reach), 0), min(ceil(bottom + reach), height)):
            row = rows[y]
            for x in columns:
                if row[x] < FULL:
                    covered = min(reach - stroke.distance(x + 0.5, y + 0.5), 1.0)
                    if covered > 0:
                        row[x] = max(row[x], round(covered * FULL))
    return tuple(bytes(row) for row in rows)
