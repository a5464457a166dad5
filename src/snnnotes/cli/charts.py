"""Counts as charts, drawn by matplotlib: SVG for a README, PNG for slides."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from snnnotes.cli.bars import TITLES, cut, label_of, others_of
from snnnotes.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from snnnotes.features.statistics import Shown

#: Comes with matplotlib, so that a chart without Chinese is the same everywhere.
_LATIN = "DejaVu Sans"
#: Fonts with Chinese, the ones that look best beside it first: what Linux, macOS, Windows and
#: Android bring or offer. Before 3.11 matplotlib knew of a collection only its first font, which is
#: the Japanese one of Noto.
CHINESE_FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK JP",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Heiti SC", "STHeiti",
    "SimHei", "DengXian", "Arial Unicode MS", "Noto Serif CJK SC", "Noto Serif CJK JP", "Songti SC",
    "SimSun", "AR PL UMing CN",
)  # fmt: skip

_BAR, _FAINT_BAR = "#3f72af", "#c3cad4"
_TEXT, _FAINT_TEXT = "#24292f", "#6e7781"
_DOTS_PER_INCH = 200
#: In columns of a terminal, where a Chinese character takes two.
_LONGEST_LABEL = 36

# In inches.
_WIDTH, _WIDTH_OF_TWO = 7.5, 11.0
_ROW, _FRAME = 0.27, 0.75
#: Upright bars are as high as so many rows of bars that lie.
_ROWS_OF_TIME = 7
#: Beyond the longest bar, as a part of it.
_ROOM_FOR_NUMBERS = 0.12

#: By group, as matplotlib has them.
_SETTINGS: dict[Any, dict[str, Any]] = {
    "font": {"size": 9.5},
    # A dollar sign in a tag is no formula.
    "text": {"color": _TEXT, "parse_math": False},
    "axes": {
        "labelcolor": _FAINT_TEXT,
        "titlesize": 12,
        "titleweight": "bold",
        "titlelocation": "left",
        "titlepad": 10,
    },
    "xtick": {"color": _TEXT},
    "ytick": {"color": _TEXT},
    "svg": {
        # Outlines, so that a reader without a font for Chinese sees it all the same.
        "fonttype": "path",
        # Else each run gives its parts other names, and Git another file.
        "hashsalt": "snnnotes",
    },
}


def refuse_without_library() -> None:
    """Refuse to draw where the extra is missing.

    Raises:
        UsageError: Matplotlib is not installed.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise UsageError(
            "to draw charts, the extra plot is needed", hint='pip install "snnnotes[plot]"'
        )


def lacking_characters(groups: Sequence[Shown]) -> list[str]:
    """The characters of labels that no font of this system has, sorted."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    wanted = {
        character
        for group in groups
        for count in group.counts
        for character in _label(group, count.value)
    }
    for family in families_for(wanted):
        file = findfont(FontProperties(family=[family]))
        wanted -= {chr(code) for code in get_font(file).get_charmap()}
    return sorted(wanted)


def drawn(groups: Sequence[Shown], notes: int, form: str) -> bytes:
    """A chart; the same groups give the same bytes.

    Args:
        groups: What to count by: one has the picture for itself, several share it. None is empty.
        notes: How many papers there are in all.
        form: ``svg`` or ``png``.
    """
    # The figure is made by itself: pyplot would keep it, and look for a screen.
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    characters = {one for group in groups for count in group.counts for one in count.value or ""}
    with _settings(families_for(characters)):
        columns = min(2, len(groups))
        pairs = [groups[start : start + columns] for start in range(0, len(groups), columns)]
        heights = [max(map(_height, pair)) for pair in pairs]
        size = (_WIDTH if columns == 1 else _WIDTH_OF_TWO, sum(heights))
        figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15))
        grid = figure.add_gridspec(len(pairs), columns, height_ratios=heights)
        for place, group in enumerate(groups):
            axes = figure.add_subplot(grid[divmod(place, columns)])
            rows = round((heights[place // columns] - _FRAME) / _ROW)
            _draw(axes, group, rows, f"{notes} papers" if len(groups) == 1 and notes > 1 else "")
        file = io.BytesIO()
        # Neither a date nor a version: they would change a file that shows the same.
        nothing = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[form]
        figure.savefig(file, format=form, dpi=_DOTS_PER_INCH, metadata=nothing)
    return file.getvalue()


def families_for(characters: set[str]) -> list[str]:
    """The fonts to draw with, the first that has a character counts."""
    if all(character.isascii() for character in characters):
        return [_LATIN]
    known = _known_families()
    return [_LATIN, *[family for family in CHINESE_FONTS if family in known][:2]]


def _known_families() -> set[str]:
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {font.name for font in fontManager.ttflist}
    if known.isdisjoint(CHINESE_FONTS):
        # Its list is from its first run; a font may have been installed since.
        files = {font.fname for font in fontManager.ttflist}
        for file in findSystemFonts():
            if file not in files:
                fontManager.addfont(file)
        known = {font.name for font in fontManager.ttflist}
    return known


@contextmanager
def _settings(families: Sequence[str]) -> Iterator[None]:
    """Draw by our settings, whatever those of the user are."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        # `lacking_characters` tells of them once, and in words that help.
        warnings.filterwarnings("ignore", r"Glyph \d+", UserWarning)
        mpl.rcdefaults()
        for name, settings in _SETTINGS.items():
            mpl.rc(name, **settings)
        mpl.rc("font", family=list(families))
        yield


def _label(group: Shown, value: str | None) -> str:
    return cut(label_of(group, value), _LONGEST_LABEL, "…")


def _height(group: Shown) -> float:
    """In inches."""
    return _FRAME + _ROW * (_ROWS_OF_TIME if group.key.is_time else max(4, len(group.counts)))


def _draw(axes: Axes, group: Shown, rows: int, total: str) -> None:
    """Draw one group.

    Args:
        axes: Its place.
        group: What to count by; not empty.
        rows: How many bars that lie have room.
        total: What is said of all papers; may be empty.
    """
    numbers = [count.papers for count in group.counts]
    places = range(len(numbers))
    colors = [_FAINT_BAR if count.value is None else _BAR for count in group.counts]
    labels = time_labels(group) if group.key.is_time else [
        _label(group, count.value) for count in group.counts
    ]  # fmt: skip
    axes.set_title(TITLES[group.key])
    if group.key.is_time:
        bars = axes.bar(places, numbers, color=colors, width=0.7)
        axes.set_xticks(places, labels)
        axes.set_xlim(-0.6, max(len(numbers), 6) - 0.4)
        axes.set_yticks([])
        axes.margins(y=_ROOM_FOR_NUMBERS)
    else:
        bars = axes.barh(places, numbers, color=colors, height=0.68)
        axes.set_yticks(places, labels)
        axes.set_ylim(rows - 0.4, -0.6)  # the first one on top
        axes.set_xticks([])
        axes.margins(x=_ROOM_FOR_NUMBERS)
    # Names of the parts in SVG: what a style sheet or a test looks for.
    for number, bar in enumerate(bars):
        bar.set_gid(f"{group.key}-{number}")
    texts = [str(number) if number else "" for number in numbers]
    for text in axes.bar_label(bars, texts, padding=3):
        if not group.key.is_time:
            text.set_verticalalignment("center_baseline")  # on one line with the label
    axes.tick_params(length=0)
    for name, side in axes.spines.items():
        # The ground shows that a year without a bar has no papers.
        side.set_visible(group.key.is_time and name == "bottom")
        side.set_color(_FAINT_BAR)
    below = [total] if total else []
    if others := others_of(group):
        below.append(others if group.key.is_shared else f"{others}: {group.papers_of_others}")
    if below:
        axes.set_xlabel(" · ".join(below), loc="left", labelpad=8)


def time_labels(group: Shown) -> list[str]:
    """Years as they are; of months, the year only below the first of it."""
    labels, shown = [], ""
    for count in group.counts:
        if count.value is None:
            labels.append(label_of(group, None).replace(" ", "\n"))
            continue
        year, _, month = count.value.partition("-")
        is_new = year != shown
        # Two lines each, or those with one would stand higher.
        labels.append(f"{month}\n{year if is_new else ' '}" if month else year)
        shown = year
    return labels
