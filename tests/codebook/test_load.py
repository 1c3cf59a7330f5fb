"""A rules folder with a fault is refused in one line that names file and entry."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.assets import asset
from extractor.codebook import load_codebook
from extractor.codebook.fields import WORDS
from extractor.errors import RulesError

Writer = Callable[..., Path]
WORD_LISTS = "".join(f"{name}: [aim]\n" for name in WORDS)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rules folder as small as one may be: every list, each with one entry or none."""
    root = tmp_path_factory.mktemp("shipped") / "rules"
    (root / "catalogues").mkdir(parents=True)
    for path in asset("rules").glob("*.yaml"):
        (root / path.name).write_text("[]\n", encoding="utf-8")
    (root / "words.yaml").write_text(WORD_LISTS + "count: [two]\n", encoding="utf-8")
    for path in asset("rules").glob("catalogues/*.csv"):
        (root / "catalogues" / path.name).write_text("number,source\n1,Treasury\n", encoding="utf-8")
    return root


@pytest.fixture
def write(shipped: Path, tmp_path: Path) -> Writer:
    """Writes one file of a copy of the folder and gives the folder."""
    root = tmp_path / "rules"
    shutil.copytree(shipped, root)

    def put(name: str, text: str | bytes | None) -> Path:
        path = root / name
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return root

    return put


GOOD = (
    "- id: lead.aims\n  holds: priorities\n  kind: objective\n  strength: strong\n  phrases: [aims are]\n  yes: ['Our aims are:']\n"
)


def test_what_an_entry_says_is_what_is_read(write: Writer) -> None:
    codebook = load_codebook(write("lead_ins.yaml", GOOD))
    (entry,) = codebook.entries("lead_ins")
    assert (entry.id, entry.phrases, entry.yes, entry["kind"], entry["nothing"]) == (
        "lead.aims", ("aims are",), ("Our aims are:",), "objective", None,
    )  # fmt: skip
    assert [hit.entry for hit in codebook.find("lead_ins", "Our aims are:")] == [entry]
    assert [dict(row) for row in codebook.catalogue("psa")] == [{"number": "1", "source": "Treasury"}]


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("lead_ins.yaml", "- id: [", r"lead_ins.yaml: line \d+ cannot be read as YAML"),
        ("lead_ins.yaml", b"- id: \xff\xfe", "lead_ins.yaml: cannot be read as YAML"),
        ("lead_ins.yaml", "id: a", "lead_ins.yaml: must be a list of entries"),
        ("lead_ins.yaml", "", "lead_ins.yaml: must be a list of entries"),
        ("lead_ins.yaml", "- phrases: [a]", "lead_ins.yaml: entry 1 has no id"),
        ("lead_ins.yaml", "- a word", "lead_ins.yaml: entry 1 has no id"),
        ("lead_ins.yaml", GOOD + "  colour: red\n", "lead_ins.yaml: entry 'lead.aims': unknown field 'colour' .known: .*strength"),
        ("lead_ins.yaml", GOOD.replace("strong", "huge"), "entry 'lead.aims': strength is 'huge', not one of: strong"),
        ("lead_ins.yaml", GOOD.replace("strong", "{a: b}"), "lead_ins.yaml: entry 'lead.aims': strength is"),
        ("lead_ins.yaml", GOOD.replace("  strength: strong\n", ""), "lead_ins.yaml: entry 'lead.aims': lacks the field 'strength'"),
        ("lead_ins.yaml", GOOD.replace("  holds: priorities\n", ""), "lead_ins.yaml: entry 'lead.aims': lacks the field 'holds'"),
        ("lead_ins.yaml", GOOD + GOOD, "lead_ins.yaml: entry 'lead.aims' stands twice"),
        ("lead_ins.yaml", GOOD.replace("[aims are]", "[2008]"), "entry 'lead.aims': phrases must be words .put them in quotes"),
        ("lead_ins.yaml", GOOD.replace("[aims are]", "'{nosuch} a'"), "lead_ins.yaml: entry 'lead.aims': phrase '{nosuch} a'"),
        ("lead_ins.yaml", GOOD + "  unless: ['{nosuch}']\n", "lead_ins.yaml: entry 'lead.aims': phrase '{nosuch}'"),
        ("lead_ins.yaml", GOOD + "  patterns: ['(a']\n", r"lead_ins.yaml: entry 'lead.aims': pattern '\(a'"),
        ("labels.yaml", "- {id: a, kind: theme, strength: weak, alone: no}", "entry 'a': alone is 'no', not one of: true, false"),
        ("themes.yaml", "- {id: a, heading: A, phrases: [a]}", "themes.yaml: entry 'a': lacks the field 'order'"),
        ("lead_in.yaml", GOOD, "lead_in.yaml: no part of the program reads this file"),
        ("catalogues/fire.csv", "name,source\na,b\n", "catalogues/fire.csv: no part of the program reads this file"),
        ("lead_ins.yaml", None, "lacks lead_ins.yaml"),
        ("words.yaml", None, "lacks words.yaml"),
        ("words.yaml", "[a, b]", "words.yaml: must hold lists of words"),
        ("words.yaml", "count: two", "words.yaml: must hold lists of words"),
        ("words.yaml", "count: [two]", "words.yaml lacks the list 'ahead'"),
        ("catalogues/psa.csv", "number,title\n1,Safer\n", "psa.csv: a catalogue needs rows and a column 'source'"),
        ("catalogues/psa.csv", "number,source\n", "psa.csv: a catalogue needs rows"),
        ("catalogues/psa.csv", b"number,source\n1,\xff\n", "psa.csv: cannot be read as CSV in UTF-8"),
    ],
)  # fmt: skip
def test_a_fault_is_named(write: Writer, file: str, text: str | bytes | None, message: str) -> None:
    folder = write(file, text)
    with pytest.raises(RulesError, match=message) as caught:
        load_codebook(folder)
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_no_rules_folder(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="holds no rules: name a folder"):
        load_codebook(tmp_path)


def test_yes_and_no_are_words_and_only_true_is_true(write: Writer) -> None:
    codebook = load_codebook(
        write("labels.yaml", "- {id: a, kind: theme, strength: weak, alone: true, phrases: [on, off], yes: [on], no: [yes]}")
    )
    (entry,) = codebook.entries("labels")
    assert (entry.phrases, entry.yes, entry.no, entry["alone"]) == (("on", "off"), ("on",), ("yes",), True)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("lead_ins.yaml", GOOD.replace("Our", "The")),
        ("lead_ins.yaml", GOOD + "\n"),
        ("lead_ins.yaml", "# A remark.\n" + GOOD),
        ("words.yaml", WORD_LISTS + "count: [two, three]\n"),
        ("catalogues/psa.csv", "number,source\n2,Treasury\n"),
    ],
)
def test_the_hash_changes_with_any_byte(write: Writer, file: str, text: str) -> None:
    before = load_codebook(write("lead_ins.yaml", GOOD)).hash
    assert load_codebook(write(file, text)).hash != before


def test_the_hash_does_not_change_with_line_endings_or_the_folders_place(write: Writer, tmp_path: Path) -> None:
    folder = write("lead_ins.yaml", GOOD)
    before = load_codebook(folder).hash
    assert load_codebook(write("lead_ins.yaml", GOOD.replace("\n", "\r\n"))).hash == before
    folder.rename(tmp_path / "elsewhere")
    assert load_codebook(tmp_path / "elsewhere").hash == before


def test_a_codebook_cannot_be_changed(write: Writer) -> None:
    codebook = load_codebook(write("lead_ins.yaml", GOOD))
    with pytest.raises(TypeError):
        codebook.lists["lead_ins"] = ()  # type: ignore[index]
    with pytest.raises(TypeError):
        codebook.entries("lead_ins")[0].fields["kind"] = "theme"  # type: ignore[index]


def test_the_comparison_has_few_enough_headings_to_take_in() -> None:
    headings = {str(entry["heading"]) for entry in load_codebook().entries("themes")}
    assert len(headings) <= 15
