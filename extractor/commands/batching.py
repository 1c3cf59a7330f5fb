"""What the commands that read many papers share: their options, how progress is shown, and what is said at the end."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.commands.door import complain, show
from extractor.errors import INTERRUPTED, TERMINATED, StorageError

if TYPE_CHECKING:
    from extractor.batch import Outcome, Summary, Work
    from extractor.codebook import Codebook

_MOST_UNMATCHED = 20
"""Lines of the manifest that name no paper of this run are shown up to here: one manifest may serve many folders."""
_MOST_STANDING = 20
"""Papers that stood unread before this run are shown up to here."""
_EVERY = 100
"""Off a terminal, a line of progress is written after so many papers."""
_LONGEST_NAME = 200
_SAID = {"fault of the program": "fault in the program", "unreadable file": "cannot be opened"}
"""How a note says its reason, where not in the same words: a reason is not said twice."""
_SECONDS_SILENT = 10.0
_STOPS: dict[int, str] = {signal.SIGINT: "Ctrl+C", signal.SIGTERM: "SIGTERM"}
if sys.platform != "win32":
    _STOPS[signal.SIGHUP] = "the closing of its terminal"
Command = TypeVar("Command", bound=Callable[..., Any])


def WORK(command: Command) -> Command:  # noqa: N802 - stands among options, as RULES does
    """Options: how many papers at once, and the limits of each."""
    for option in (
        click.option(
            "--timeout",
            type=click.FloatRange(min=1),
            help="Seconds that one paper may take, whatever it holds. By default 120, and 10 more for each page read by OCR.",
        ),
        click.option(
            "--memory", type=click.IntRange(min=256), default=1024, show_default=True, help="MB of memory that one paper may take."
        ),
        click.option("--cluster", help="Read on the Dask cluster at this address, such as tcp://host:8786, not on this machine."),
        click.option("--workers", type=click.IntRange(min=1), help="Papers read at once. By default one for each processor."),
    ):
        command = option(command)
    return command


def TOLD(command: Command) -> Command:  # noqa: N802
    """Options: what is said of the run, and where."""
    for option in (
        click.option("--summary", type=click.Path(path_type=Path, dir_okay=False), help="Write what became of the run as JSON."),
        click.option(
            "--log",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="json: a line of JSON for each paper, on standard error.",
        ),
    ):
        command = option(command)
    return command


PAGE_IMAGES = click.option(
    "--page-images", is_flag=True, help="Afterwards, lay out Word papers on pages with LibreOffice, so that the site shows them."
)


@contextmanager
def working(options: Mapping[str, Any]) -> Iterator[Work]:
    """The options of WORK as the batch takes them; a cluster is held for as long as it is needed. Raises InputError."""
    from extractor.batch import Work, cluster_at

    limits = {"memory": options["memory"], "seconds": options["timeout"]}
    if options["cluster"] is None:
        yield Work(workers=options["workers"], **limits)
        return
    with cluster_at(options["cluster"]) as (executor, threads):
        yield Work(workers=options["workers"] or threads, executor=executor, **limits)


@contextmanager
def running(options: Mapping[str, Any]) -> Iterator[Callable[[Outcome, int], None]]:
    """While papers are read: gives what is to be told of each, and has signals bring the run to an orderly end.

    Ctrl+C ends it with 130; SIGTERM, and a terminal that is closed, with 143. A run under nohup goes on without its terminal.
    """

    def end(number: int, _: object) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)  # it is ending: impatience would only leave things lying about
        complain(f"stopped by {_STOPS[number]}: what was read is kept, and the same command goes on from there")
        sys.exit(INTERRUPTED if number == signal.SIGINT else TERMINATED)

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {one: held for one in _STOPS if (held := signal.getsignal(one)) is not signal.SIG_IGN}
    for one in before:
        signal.signal(one, end)
    shown = _json_lines() if options["log"] == "json" else _bar() if sys.stderr.isatty() else _plain_lines()
    try:
        with shown as told:
            yield told
    finally:
        for one, held in before.items():
            signal.signal(one, held)


@contextmanager
def _bar() -> Iterator[Callable[[Outcome, int], None]]:
    """A bar with the rate and the time left."""
    bar: Any = None
    began = time.monotonic()

    def told(outcome: Outcome, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(length=total, label="Reading papers", item_show_func=lambda text: text or "", file=sys.stderr)
            bar.__enter__()
        rate = (bar.pos + 1) / max(time.monotonic() - began, 0.001)
        bar.update(1, f"{rate:.1f} a second  {outcome.file[:40]}")

    try:
        yield told
    finally:
        if bar is not None:
            bar.render_finish()


@contextmanager
def _plain_lines() -> Iterator[Callable[[Outcome, int], None]]:
    """A line now and then, for a log."""
    done = 0
    began = time.monotonic()

    def told(_: Outcome, total: int) -> None:
        nonlocal done
        done += 1
        if done % _EVERY == 0 and done < total:
            rate = done / max(time.monotonic() - began, 0.001)
            left = (total - done) / rate
            _on_the_way(f"{done} of {total} papers, {rate:.1f} a second, about {left:.0f} seconds left")

    yield told


@contextmanager
def _json_lines() -> Iterator[Callable[[Outcome, int], None]]:
    """A line of JSON for each paper."""
    done = 0

    def told(outcome: Outcome, total: int) -> None:
        nonlocal done
        done += 1
        line = {
            "event": "paper",
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "number": done,
            "of": total,
            "path": outcome.path,
            "state": outcome.state,
            "reason": outcome.reason,
            "note": outcome.note,
        }
        _on_the_way(json.dumps(line, ensure_ascii=True))

    yield told


def _on_the_way(line: str) -> None:
    """A line on standard error; that nobody reads it any more does not stop the work."""
    with contextlib.suppress(BrokenPipeError):
        click.echo(line, err=True)


def finished(summary: Summary, database: Path, options: Mapping[str, Any], codebook: Codebook, work: Work) -> int:
    """Shows the summary, writes it to a file where one is named, makes the images of pages asked for, and gives the exit code."""
    show(as_text(summary, database))
    if options["summary"] is not None:
        write_summary(summary, options["summary"])
    return max(summary.exit_code, picture(database, codebook, work, options) if options["page_images"] else 0)


def picture(database: Path, codebook: Codebook, work: Work, options: Mapping[str, Any], again: bool = False) -> int:
    """Makes the images of Word papers' pages that are lacking, says what became of them, and gives the exit code."""
    from extractor.batch import page_images

    with running(options):
        made = page_images(database, codebook, work, _pictures_told(), again)
    show(f"{'page images':11s}  {made.made:5d}   Word papers laid out on pages, {made.there} were looked at before\n")
    for file, why in made.failed:
        show(f"  {'no images':11s}  {' '.join(file.split())}: {' '.join(why.removeprefix(file).lstrip(': ').split())}\n")
    if made.missing is not None:
        complain(made.missing)
    return made.exit_code


def _pictures_told() -> Callable[[int, int], None]:
    """A line on standard error every few seconds."""
    said = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal said
        if done < total and time.monotonic() - said > _SECONDS_SILENT:
            said = time.monotonic()
            _on_the_way(f"{done} of {total} Word papers laid out on pages")

    return told


def write_summary(summary: Summary, path: Path) -> None:
    """Writes a summary as JSON. Raises StorageError."""
    text = json.dumps(summary.as_dict(), indent=2, ensure_ascii=False) + "\n"
    try:
        path.write_bytes(text.encode("utf-8", "replace"))
    except OSError as fault:
        raise StorageError(f"{path} cannot be written ({fault.strerror}): name another file with --summary") from fault


def as_text(summary: Summary, database: Path) -> str:
    """How many of each, then each paper that was not wholly read, with the reason."""
    fresh = [one for one in summary.outcomes if one.state in ("read", "partial") and not one.stands]
    found = f"{sum(one.plans for one in fresh)} plans, {sum(one.priorities for one in fresh)} priorities"
    rows = [("read", summary.count("read"), found), ("partial", summary.count("partial"), "")]
    rows += [(state, summary.count(state), "") for state in ("unchanged", "duplicate", "waiting", "quarantined")]
    rows.append(("gone", len(summary.gone), ""))
    if summary.left_out:
        rows.append(("left out", summary.left_out, "files that are no papers by their ending"))
    always = ("read", "unchanged", "quarantined")
    lines = [f"{name:11s}  {count:5d}   {more}".rstrip() for name, count, more in rows if count or name in always]
    for one in summary.outcomes:
        if one.note and not one.stands:
            lines.append(f"  {one.state:11s}  {_line(one)}")
    standing = [one for one in summary.outcomes if one.stands]
    lines += [f"  {one.state:11s}  {_line(one)} (as before)" for one in standing[:_MOST_STANDING]]
    if len(standing) > _MOST_STANDING:
        lines.append(f"  and {len(standing) - _MOST_STANDING} more as before: extractor status {database}")
    lines += [f"  gone         {path}" for path in summary.gone]
    lines += [f"  manifest     {name}: no such file among the papers" for name in summary.unmatched[:_MOST_UNMATCHED]]
    if len(summary.unmatched) > _MOST_UNMATCHED:
        lines.append(f"  manifest     and {len(summary.unmatched) - _MOST_UNMATCHED} more lines name no such file")
    lines.append(f"Database: {database}. Open it with: extractor serve {database}")
    return "\n".join(lines) + "\n"


def without_name(file: str, note: str | None) -> str:
    """A note in one line, without the file's name in front of it: the name or the path stands there already."""
    return " ".join((note or "").removeprefix(file).lstrip(": ").split())


def _line(outcome: Outcome) -> str:
    note = without_name(outcome.file, outcome.note)
    said = _SAID.get(outcome.reason or "", outcome.reason or "")
    reason = f"{outcome.reason}: " if said and said not in note else ""
    name = " ".join(outcome.file.split())
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME // 2]} ... {name[-_LONGEST_NAME // 2 :]}"
    return f"{name}: {reason}{note}"
