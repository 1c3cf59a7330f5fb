"""The command line. Each command hands its arguments to one room, shows what comes back, and ends with an exit code that tells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor import __version__
from extractor.commands.door import RULES as _RULES
from extractor.commands.door import Program
from extractor.commands.door import codebook_of as _codebook
from extractor.commands.door import complain as _complain
from extractor.commands.door import show as _print
from extractor.commands.door import told as _told
from extractor.commands.export import export
from extractor.commands.gaps import gaps
from extractor.commands.history import evaluate_links, history
from extractor.commands.ingest import ingest
from extractor.commands.measures import measures
from extractor.commands.national import national
from extractor.commands.page_images import page_images
from extractor.commands.report import report
from extractor.commands.retry import retry
from extractor.commands.review import review
from extractor.commands.runs import diff, runs
from extractor.commands.status import status
from extractor.commands.watch import watch
from extractor.errors import InputError, PaperError, StorageError

if TYPE_CHECKING:
    from extractor.codebook import Codebook


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="extractor")
def main() -> None:
    """Reads the priorities, measures and references out of community safety plans, with the words on the page as evidence."""


@main.command()
@click.argument("papers", nargs=-1, type=click.Path(path_type=Path))
@click.option("--schema", is_flag=True, help="Print the JSON schema of the output and stop.")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Write one PAPER.json for each paper into this folder."
)
@_RULES
@_told
def extract(papers: tuple[Path, ...], schema: bool, output: Path | None, rules: Path | None) -> int:
    """Print what PAPERS say, as JSON: one document for each paper.

    Several papers are printed one to a line. A paper that cannot be read is named on standard error, and the rest goes on.
    """
    import json

    from extractor.contract import as_json, dump
    from extractor.contract import schema as read_schema

    if schema:
        _print(json.dumps(read_schema(), indent=2, ensure_ascii=False) + "\n")
        return 0
    if not papers:
        raise click.UsageError("name at least one paper")
    from extractor.flow import extract as extract_paper

    codebook, code = _codebook(rules), 0
    if output is not None:
        _folder(output, papers)
    for paper in papers:
        try:
            found = extract_paper(paper, codebook=codebook)
        except (PaperError, InputError) as fault:
            _complain(fault)
            code = max(code, fault.exit_code)
            continue
        if output is not None:
            _write(output / f"{paper.name}.json", dump(found))
        elif len(papers) == 1:
            _print(dump(found))
        else:
            _print(json.dumps(as_json(found), ensure_ascii=False) + "\n")
    return code


def _folder(output: Path, papers: tuple[Path, ...]) -> None:
    """Makes the folder for the results. Raises InputError where two papers would write the same file, StorageError."""
    names = [paper.name for paper in papers]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two papers are called {name}: one result would replace the other, so extract them into two folders")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StorageError(f"{output} cannot be made ({fault.strerror}): name another folder with --output") from fault


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise StorageError(f"{path} cannot be written ({fault.strerror}): name another folder with --output") from fault


@main.command()
@click.argument("database", type=click.Path(path_type=Path), default=Path("plans.db"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on; 0 takes any that is free."
)
@click.option("--public", is_flag=True, help="For a site that strangers reach: no SQL of their own, no internal tables.")
@click.option(
    "--review", is_flag=True, help="Add pages to accept, reject and correct findings, for whoever opens the address printed."
)
@click.option("--by", help="Who decides on the review pages, if that is to be kept.")
@_RULES
@_told
def serve(database: Path, host: str, port: int, public: bool, review: bool, by: str | None, rules: Path | None) -> None:
    """Open DATABASE (by default plans.db) in the browser: compare plans, follow every finding to its page, search.

    With --review one person can sign in, once, by the address that is printed. RULES are those that corrections are held against.
    """
    from extractor.serve import ReviewDesk
    from extractor.serve import serve as serve_site

    if not review and (by or rules):
        raise click.UsageError("--by and --rules are for --review")
    desk = ReviewDesk(database, rules, by) if review else None

    def ready(address: str) -> None:
        click.echo(f"Opening {database} at {address} - stop with Ctrl+C")
        if desk:
            click.echo(f"To review, open this address; it signs in one person, once: {address.rstrip('/')}{desk.path}")

    serve_site(database, host, port, public, ready, desk)


@main.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("papers", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, help="Score this paper only (its name without ending); may be given several times.")
@click.option("--misses/--no-misses", default=True, show_default=True, help="Print what was missed and what was extra.")
@click.option("--json", "as_data", is_flag=True, help="Print the figures as JSON.")
@click.option("--keep", type=click.Path(path_type=Path), help="Write the findings to this file, to be compared later.")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Print what was gained, lost and changed over another folder of rules, or over a file made with --keep.",
)
@click.option(
    "--seen",
    type=(click.Path(path_type=Path), click.Path(path_type=Path)),
    multiple=True,
    help="GOLD and PAPERS that the rules were written with: print both sides and the gap. May be given several times.",
)
@_RULES
@_told
def evaluate(
    gold: Path,
    papers: Path,
    only: tuple[str, ...],
    misses: bool,
    as_data: bool,
    keep: Path | None,
    against: Path | None,
    seen: tuple[tuple[Path, Path], ...],
    rules: Path | None,
) -> None:
    """Score extraction from the folder PAPERS against hand-made findings in the folder GOLD."""
    import json

    from extractor.evaluate import as_dict, as_text, both_sides, gains, held, read_kept
    from extractor.evaluate import evaluate as evaluate_papers
    from extractor.evaluate import keep as keep_findings

    evaluation = evaluate_papers(gold, papers, codebook=_codebook(rules), only=only)
    if keep:
        keep_findings(evaluation, keep)
    if against:
        other = _codebook(against) if against.is_dir() else None
        before = held(evaluate_papers(gold, papers, codebook=other, only=only)) if other else read_kept(against)
        _print(gains(before, held(evaluation)))
        return
    if seen:
        _print(both_sides([evaluate_papers(*pair, codebook=_codebook(rules)) for pair in seen], evaluation))
        return
    figures = json.dumps(as_dict(evaluation), indent=2, ensure_ascii=False) if as_data else as_text(evaluation, misses=misses)
    _print(figures.rstrip("\n") + "\n")


@main.command()
@click.argument("paper", type=click.Path(path_type=Path))
@_RULES
@_told
def explain(paper: Path, rules: Path | None) -> None:
    """Show how PAPER was read: each finding's rule, quote and place, and what was passed over and why."""
    from extractor.explain import explain as explain_extract
    from extractor.flow import extract as extract_paper

    _print(explain_extract(extract_paper(paper, codebook=_codebook(rules))))


@main.command()
@_RULES
@click.option("--corpus", type=click.Path(path_type=Path), help="A folder of sample papers, by default that of the checkout.")
@click.option("--idle", is_flag=True, help="Name each rule that no sample paper exercises.")
@_told
def check(rules: Path | None, corpus: Path | None, idle: bool) -> int:
    """Test the rules against their own examples, and name file and entry of any fault.

    Counts the rules, too, that no sample paper exercises; that is a hint and no fault.
    """
    from extractor.codebook.check import check_codebook
    from extractor.errors import RulesError

    codebook = _codebook(rules)
    faults = check_codebook(codebook)
    for fault in faults:
        click.echo(str(fault), err=True)
    entries = sum(len(entries) for entries in codebook.lists.values())
    if faults:
        return RulesError.exit_code
    click.echo(f"{entries} rules in {len(codebook.lists)} files keep to their examples (rules {codebook.hash})")
    _warn_of_idle_rules(codebook, corpus, idle)
    return 0


def _warn_of_idle_rules(codebook: Codebook, corpus: Path | None, named: bool) -> None:
    from extractor.assets import PACKAGE
    from extractor.batch import find_papers
    from extractor.versions import not_exercised

    folder = corpus or PACKAGE.parent / "corpus" / "papers"
    if corpus is None and not folder.is_dir():
        return
    papers = find_papers([folder]).files
    # Lists that only storing and linking ask for are exercised by no single paper, and no fault of theirs.
    lists = [one for one in not_exercised(codebook, papers) if one.searched]
    if not lists:
        return
    count = f"{sum(len(one.entries) for one in lists)} rules in {len(lists)} files"
    how = ":" if named else "; name them with: extractor check --idle"
    _print(f"warning: {count} are exercised by their own examples, but by none of the {len(papers)} sample papers{how}\n")
    for one in lists if named else ():
        _print(f"  {one.list}.yaml: {len(one.entries)} of {one.rules}: {', '.join(one.entries)}\n")


main.add_command(ingest)
main.add_command(retry)
main.add_command(page_images)
main.add_command(status)
main.add_command(watch)
main.add_command(review)
main.add_command(history)
main.add_command(evaluate_links)
main.add_command(runs)
main.add_command(diff)
main.add_command(export)
main.add_command(gaps)
main.add_command(national)
main.add_command(measures)
main.add_command(report)


if __name__ == "__main__":
    main()
