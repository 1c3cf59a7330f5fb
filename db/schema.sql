-- The tables of a plans database. Ids are derived from content (see extractor/write/ids.py): the same paper gives the same ids, so
-- links and reviews outlive a re-run. Nothing here is numbered by the database, and deleting a paper deletes all that was read in it.
-- db/metadata.yaml says what each table and column holds.

CREATE TABLE papers (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    pages INTEGER,
    scanned INTEGER NOT NULL DEFAULT 0,
    title TEXT,
    date TEXT,
    kind TEXT,
    meeting TEXT,
    author TEXT,
    manifest_area TEXT,
    manifest_partnership TEXT,
    manifest_period TEXT,
    manifest_source TEXT,
    edition TEXT,
    status TEXT NOT NULL CHECK (status IN ('read', 'read with problems')),
    rules_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reading TEXT
);
CREATE INDEX papers_by_date ON papers (date);

CREATE TABLE files (
    paper TEXT PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    data BLOB
);

-- The same paper may be held as a PDF, as a Word file and as a scan: which papers are forms of one, told by their texts.
CREATE TABLE paper_forms (
    paper TEXT PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    sketch TEXT NOT NULL,
    form_of TEXT REFERENCES papers (id) ON DELETE SET NULL
);
CREATE INDEX paper_forms_by_form ON paper_forms (form_of);

-- Which papers hold the same words: worked out from their prints after each run that changed a paper (see extractor/write/relations.py).
CREATE TABLE paper_prints (
    paper TEXT PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    print BLOB NOT NULL
);

CREATE TABLE paper_relations (
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    relation TEXT NOT NULL CHECK (relation IN ('duplicate', 'contained', 'near-duplicate', 'supersedes')),
    score REAL NOT NULL,
    pages TEXT,
    rule TEXT NOT NULL,
    PRIMARY KEY (paper, other)
) WITHOUT ROWID;
CREATE INDEX paper_relations_by_other ON paper_relations (other);

CREATE TABLE relation_states (
    fingerprint TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Each paper as it was parsed, kept so that a change of rules need not parse it again: see extractor/batch/keeping.py.
CREATE TABLE documents (
    paper TEXT PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    file TEXT NOT NULL,
    parser TEXT NOT NULL,
    data BLOB NOT NULL
);

-- Word papers on pages as LibreOffice lays them out, made after reading for the images of their pages (see extractor/batch/laying_out.py).
-- Derived from the file and not the same under every version of LibreOffice: no finding rests on it. Kept by the paper's id, which comes of
-- its bytes, so it outlives the rows that a new reading replaces.
CREATE TABLE page_images (
    paper TEXT PRIMARY KEY,
    pdf BLOB,
    pages TEXT NOT NULL,
    places BLOB,
    texts TEXT NOT NULL,
    problem TEXT,
    version TEXT NOT NULL DEFAULT ''
);

CREATE TABLE pages (
    id TEXT PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    width REAL,
    height REAL,
    rotation INTEGER NOT NULL DEFAULT 0,
    scanned INTEGER NOT NULL DEFAULT 0,
    unsure REAL,
    first_block INTEGER,
    last_block INTEGER,
    text TEXT NOT NULL,
    UNIQUE (paper, number)
);

CREATE TABLE blocks (
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('heading', 'paragraph', 'item', 'cell', 'note')),
    text TEXT NOT NULL,
    label TEXT,
    level INTEGER NOT NULL DEFAULT 0,
    page INTEGER,
    anchor TEXT,
    table_number INTEGER,
    row_number INTEGER,
    column_number INTEGER,
    row_span INTEGER,
    column_span INTEGER,
    head INTEGER,
    PRIMARY KEY (paper, number)
);

CREATE TABLE areas (
    name TEXT PRIMARY KEY,
    code TEXT,
    kind TEXT,
    force TEXT,
    region TEXT
);
CREATE INDEX areas_by_force ON areas (force);
CREATE INDEX areas_by_region ON areas (region);

CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT,
    partnership TEXT,
    period_start INTEGER,
    period_end INTEGER,
    period_text TEXT,
    vision TEXT,
    commentary_of TEXT
);
CREATE INDEX plans_by_paper ON plans (paper, number);
CREATE INDEX plans_by_period ON plans (period_start, period_end);

CREATE TABLE plan_areas (
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    area TEXT NOT NULL REFERENCES areas (name),
    position INTEGER NOT NULL,
    how TEXT NOT NULL,
    PRIMARY KEY (plan, area)
);
CREATE INDEX plan_areas_by_area ON plan_areas (area, plan);

-- Every finding of every kind has one row here: the directory that an evidence page and the search start from.
CREATE TABLE findings (
    id TEXT PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    plan TEXT REFERENCES plans (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT,
    page INTEGER,
    rule TEXT,
    confidence REAL,
    decision TEXT CHECK (decision IN ('accept', 'reject')),
    repeats TEXT
);
CREATE INDEX findings_by_paper ON findings (paper, position);
CREATE INDEX findings_by_page ON findings (paper, page);
CREATE INDEX findings_by_plan ON findings (plan, kind);

CREATE TABLE evidence (
    finding TEXT NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    quote TEXT NOT NULL,
    page INTEGER,
    boxes TEXT NOT NULL,
    anchor TEXT,
    block INTEGER NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    ocr_confidence INTEGER,
    PRIMARY KEY (finding, part)
);

CREATE TABLE priorities (
    id TEXT PRIMARY KEY REFERENCES findings (id) ON DELETE CASCADE,
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    label TEXT,
    kind TEXT NOT NULL,
    detail TEXT,
    parent TEXT,
    scope TEXT NOT NULL,
    owner TEXT,
    confidence REAL NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX priorities_by_plan ON priorities (plan, position);

CREATE TABLE themes (
    code TEXT PRIMARY KEY,
    heading TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE priority_themes (
    priority TEXT NOT NULL REFERENCES priorities (id) ON DELETE CASCADE,
    theme TEXT NOT NULL REFERENCES themes (code),
    rank TEXT NOT NULL CHECK (rank IN ('primary', 'secondary')),
    position INTEGER NOT NULL,
    PRIMARY KEY (priority, theme)
);
CREATE INDEX priority_themes_by_theme ON priority_themes (theme, rank);

CREATE TABLE measures (
    id TEXT PRIMARY KEY REFERENCES findings (id) ON DELETE CASCADE,
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    objective TEXT NOT NULL,
    baseline TEXT,
    timescale TEXT,
    target TEXT,
    baseline_value REAL,
    target_value REAL,
    unit TEXT,
    change_percent REAL,
    arithmetic TEXT NOT NULL CHECK (arithmetic IN ('agrees', 'disagrees', 'cannot say')),
    priority TEXT,
    rule TEXT NOT NULL,
    target_year INTEGER,
    measured TEXT NOT NULL DEFAULT ''
);
CREATE INDEX measures_by_measured ON measures (measured);
CREATE INDEX measures_by_plan ON measures (plan, position);

CREATE TABLE actions (
    id TEXT PRIMARY KEY REFERENCES findings (id) ON DELETE CASCADE,
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT,
    text TEXT NOT NULL,
    commentary TEXT,
    heading TEXT,
    rule TEXT NOT NULL
);
CREATE INDEX actions_by_plan ON actions (plan, position);

CREATE TABLE citations (
    id TEXT PRIMARY KEY REFERENCES findings (id) ON DELETE CASCADE,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    number TEXT,
    round TEXT,
    title TEXT,
    text TEXT NOT NULL,
    how TEXT NOT NULL,
    candidates TEXT NOT NULL,
    flag TEXT,
    rule TEXT NOT NULL,
    plan TEXT REFERENCES plans (id) ON DELETE CASCADE
);
CREATE INDEX citations_by_plan ON citations (plan);
CREATE INDEX citations_by_paper ON citations (paper, position);
CREATE INDEX citations_by_number ON citations (scheme, number, round);

-- The frameworks that a measure or an action names, in the words of the reading ("PSA 23").
CREATE TABLE finding_references (
    finding TEXT NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (finding, position)
);
CREATE INDEX finding_references_by_reference ON finding_references (reference);

CREATE TABLE problems (
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    stage TEXT NOT NULL,
    message TEXT NOT NULL,
    page INTEGER,
    PRIMARY KEY (paper, position)
);

CREATE TABLE passed (
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    rule TEXT NOT NULL,
    page INTEGER,
    anchor TEXT,
    PRIMARY KEY (paper, position)
);

CREATE TABLE failures (
    path TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX failures_by_sha256 ON failures (sha256);

-- One row for each source file that was ever met, and what became of it. A path holds marks for bytes that are no UTF-8: see
-- extractor/write/ledger.py. An unchanged file's row is not written again.
CREATE TABLE ledger (
    path TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('read', 'partial', 'duplicate', 'waiting', 'quarantined', 'gone')),
    sha256 TEXT,
    seen_as TEXT,
    reason TEXT,
    note TEXT,
    same_as TEXT,
    holds TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    deaths INTEGER NOT NULL DEFAULT 0,
    memory INTEGER,
    seconds REAL,
    rules_hash TEXT,
    program_version TEXT,
    first_seen TEXT,
    tried TEXT
);
CREATE INDEX ledger_by_sha256 ON ledger (sha256);
CREATE INDEX ledger_by_state ON ledger (state, reason);

-- Where a plan speaks of a theme beside its priorities: what a gap's reason rests on. A few places of each kind are kept.
CREATE TABLE mentions (
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    theme TEXT NOT NULL REFERENCES themes (code),
    place TEXT NOT NULL CHECK (place IN ('priority text', 'commentary', 'measure', 'action', 'text', 'national text')),
    position INTEGER NOT NULL,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    finding TEXT REFERENCES findings (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    page INTEGER,
    quote TEXT NOT NULL,
    PRIMARY KEY (plan, theme, place, position)
) WITHOUT ROWID;
CREATE INDEX mentions_by_theme ON mentions (theme, place);
CREATE INDEX mentions_by_paper ON mentions (paper);
CREATE INDEX mentions_by_finding ON mentions (finding);

-- What could not be read, and whom it concerns: a page of a plan, a paper in which no plan was found, a file that failed.
CREATE TABLE unread (
    paper TEXT REFERENCES papers (id) ON DELETE CASCADE,
    failure TEXT REFERENCES failures (path) ON DELETE CASCADE,
    plan TEXT REFERENCES plans (id) ON DELETE CASCADE,
    area TEXT,
    period_start INTEGER,
    period_end INTEGER,
    page INTEGER,
    reason TEXT NOT NULL
);
CREATE INDEX unread_by_plan ON unread (plan);
CREATE INDEX unread_by_area ON unread (area, period_start, period_end);
CREATE INDEX unread_by_paper ON unread (paper);
CREATE INDEX unread_by_failure ON unread (failure);

-- Plans that ought to be there: those the operator lists, and those inferred because a neighbour has a plan for the years.
CREATE TABLE expected_papers (
    area TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('listed', 'in the manifest', 'inferred')),
    because TEXT,
    PRIMARY KEY (area, period_start, period_end)
);

-- The plans that stand for an area in each of the periods: of just these years or, where there are none, of years that overlap. Made anew
-- after every ingest.
CREATE TABLE period_plans (
    area TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    exact INTEGER NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('current', 'draft', 'superseded')),
    PRIMARY KEY (area, period_start, period_end, plan)
) WITHOUT ROWID;
CREATE INDEX period_plans_by_plan ON period_plans (plan);

-- All periods for which some plan is held or expected.
CREATE TABLE periods (
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    PRIMARY KEY (period_start, period_end)
);

-- From the catalogues of rules/: numbered national frameworks, and the crime types that a national target lists.
CREATE TABLE frameworks (
    scheme TEXT NOT NULL,
    round TEXT NOT NULL,
    number TEXT NOT NULL,
    department TEXT NOT NULL,
    title TEXT NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    PRIMARY KEY (scheme, round, number, department)
);
-- What abbreviations of bodies stand for, and the partnerships that are known by name, whether or not a plan of theirs is held.
CREATE TABLE agencies (
    abbreviation TEXT NOT NULL,
    expansion TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    other_forms TEXT,
    PRIMARY KEY (abbreviation, expansion)
);
CREATE TABLE known_partnerships (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    areas TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT,
    first_year INTEGER,
    last_year INTEGER
);
-- Which of them a measure, an action or a priority names, or stands under by its headings.
CREATE TABLE finding_frameworks (
    finding TEXT NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    citation TEXT NOT NULL REFERENCES citations (id) ON DELETE CASCADE,
    how TEXT NOT NULL CHECK (how IN ('names', 'stands under')),
    PRIMARY KEY (finding, citation)
);
CREATE INDEX finding_frameworks_by_citation ON finding_frameworks (citation);
CREATE TABLE target_crime_types (
    scheme TEXT NOT NULL,
    round TEXT NOT NULL,
    number TEXT NOT NULL,
    position INTEGER NOT NULL,
    crime_type TEXT NOT NULL,
    change_percent REAL,
    note TEXT,
    PRIMARY KEY (scheme, round, number, crime_type)
);
CREATE TABLE measure_crime_types (
    measure TEXT NOT NULL REFERENCES measures (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    round TEXT NOT NULL,
    number TEXT NOT NULL,
    crime_type TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('same', 'among others', 'wider')),
    PRIMARY KEY (measure, scheme, round, number, crime_type)
);
CREATE INDEX measure_crime_types_by_type ON measure_crime_types (scheme, round, number, crime_type);

-- Areas that a paper itself calls similar to its own.
CREATE TABLE area_groups (
    id TEXT PRIMARY KEY REFERENCES findings (id) ON DELETE CASCADE,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX area_groups_by_paper ON area_groups (paper);
CREATE TABLE area_group_members (
    area_group TEXT NOT NULL REFERENCES area_groups (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    area TEXT NOT NULL,
    PRIMARY KEY (area_group, position)
);
CREATE INDEX area_group_members_by_area ON area_group_members (area);

CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    started TEXT NOT NULL,
    finished TEXT NOT NULL,
    program_version TEXT NOT NULL,
    rules_hash TEXT NOT NULL,
    papers_read INTEGER NOT NULL,
    papers_unchanged INTEGER NOT NULL,
    papers_failed INTEGER NOT NULL
);

-- What each paper gave under each set of rules and version of the program, so that two runs can be set against each other. Like the
-- corrections below, these rows outlive the paper's own: nothing here points at a row that a new reading replaces.
CREATE TABLE readings (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    rules_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    findings INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX readings_by_sha256 ON readings (sha256);

CREATE TABLE run_papers (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT,
    state TEXT NOT NULL CHECK (state IN ('read', 'unchanged', 'failed')),
    reading TEXT REFERENCES readings (id),
    PRIMARY KEY (run, position)
);
CREATE INDEX run_papers_by_reading ON run_papers (reading);

-- What a person decided of a finding, keyed by the paper's content, the kind, the place and the words. A new reading never changes
-- these rows; it looks up what they say of its findings (see extractor/write/resolve.py).
CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    folded TEXT NOT NULL,
    page INTEGER,
    anchor TEXT,
    block INTEGER,
    start_at INTEGER,
    end_at INTEGER,
    position INTEGER,
    paper_title TEXT,
    areas TEXT NOT NULL,
    period TEXT NOT NULL,
    decision TEXT CHECK (decision IN ('accept', 'reject')),
    title TEXT,
    theme TEXT,
    scope TEXT,
    area TEXT,
    area_codes TEXT,
    corrected_period TEXT,
    link TEXT,
    linked TEXT,
    note TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT
);
CREATE INDEX corrections_by_sha256 ON corrections (sha256);

-- Corrections that a person later replaced or took back, as JSON.
CREATE TABLE earlier_corrections (
    correction TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (correction, recorded_at, replaced_at)
);

-- Which finding (or plan) of the present reading each correction was found to speak of, and how.
CREATE TABLE correction_matches (
    correction TEXT NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    how TEXT NOT NULL,
    score REAL NOT NULL,
    in_force INTEGER NOT NULL,
    problem TEXT,
    PRIMARY KEY (correction, target)
);
CREATE INDEX correction_matches_by_target ON correction_matches (target);
CREATE INDEX correction_matches_by_paper ON correction_matches (paper);

CREATE TABLE corrected_values (
    target TEXT NOT NULL,
    field TEXT NOT NULL,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    correction TEXT NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
    machine_value TEXT,
    value TEXT,
    PRIMARY KEY (target, field)
);
CREATE INDEX corrected_values_by_paper ON corrected_values (paper);
CREATE INDEX corrected_values_by_correction ON corrected_values (correction);

-- Rows as the program read them, where a correction changed them or took them out: taken back before corrections are looked up anew.
CREATE TABLE machine_rows (
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    id TEXT NOT NULL,
    rows TEXT NOT NULL,
    PRIMARY KEY (paper, table_name, id)
);

-- What became of each priority from plan to plan of an area, and where other areas say the same: made by extractor/write/links.py out of
-- the tables above, anew whenever they have changed.
CREATE TABLE linkings (
    fingerprint TEXT PRIMARY KEY,
    rules_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    links INTEGER NOT NULL,
    likenesses INTEGER NOT NULL
);
CREATE TABLE editions (
    area TEXT NOT NULL REFERENCES areas (name) ON DELETE CASCADE,
    plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    stands_for_it TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    line TEXT NOT NULL CHECK (line IN ('partnership', 'police')),
    reported INTEGER NOT NULL,
    PRIMARY KEY (area, plan, period_start, period_end)
);
CREATE INDEX editions_by_plan ON editions (plan);
CREATE INDEX editions_by_standing ON editions (stands_for_it);
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    before_plan TEXT REFERENCES plans (id) ON DELETE CASCADE,
    before_start INTEGER,
    before_end INTEGER,
    before_finding TEXT REFERENCES priorities (id) ON DELETE CASCADE,
    after_plan TEXT REFERENCES plans (id) ON DELETE CASCADE,
    after_start INTEGER,
    after_end INTEGER,
    after_finding TEXT REFERENCES priorities (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN (
        'continued', 'reworded', 'moved level', 'merged', 'split', 'dropped', 'new', 'ambiguous', 'cannot say'
    )),
    score REAL NOT NULL,
    rule TEXT NOT NULL,
    candidates TEXT NOT NULL,
    gap_start INTEGER,
    gap_end INTEGER
);
CREATE INDEX links_by_area ON links (area, position);
CREATE INDEX links_by_before ON links (before_finding);
CREATE INDEX links_by_after ON links (after_finding);
CREATE INDEX links_by_before_plan ON links (before_plan);
CREATE INDEX links_by_after_plan ON links (after_plan);
CREATE TABLE same_priorities (
    finding TEXT PRIMARY KEY REFERENCES priorities (id) ON DELETE CASCADE,
    same_as TEXT NOT NULL REFERENCES priorities (id) ON DELETE CASCADE,
    score REAL NOT NULL
);
CREATE INDEX same_priorities_by_same_as ON same_priorities (same_as);
CREATE TABLE likenesses (
    finding TEXT NOT NULL REFERENCES priorities (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES priorities (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    other_area TEXT NOT NULL,
    score REAL NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (finding, other)
) WITHOUT ROWID;
CREATE INDEX likenesses_by_other ON likenesses (other);
CREATE INDEX likenesses_by_areas ON likenesses (area, other_area);

-- Full-text search. The texts stay in their tables; triggers keep the index in step, also when a paper's rows go with it.
CREATE VIRTUAL TABLE pages_fts USING fts5 (
    text, content = 'pages', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER pages_indexed AFTER INSERT ON pages BEGIN
    INSERT INTO pages_fts (rowid, text) VALUES (new.key, new.text);
END;
CREATE TRIGGER pages_unindexed AFTER DELETE ON pages BEGIN
    INSERT INTO pages_fts (pages_fts, rowid, text) VALUES ('delete', old.key, old.text);
END;

CREATE VIRTUAL TABLE findings_fts USING fts5 (
    title, body, content = 'findings', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER findings_indexed AFTER INSERT ON findings BEGIN
    INSERT INTO findings_fts (rowid, title, body) VALUES (new.key, new.title, new.body);
END;
CREATE TRIGGER findings_reindexed AFTER UPDATE OF title, body ON findings BEGIN
    INSERT INTO findings_fts (findings_fts, rowid, title, body) VALUES ('delete', old.key, old.title, old.body);
    INSERT INTO findings_fts (rowid, title, body) VALUES (new.key, new.title, new.body);
END;
CREATE TRIGGER findings_unindexed AFTER DELETE ON findings BEGIN
    INSERT INTO findings_fts (findings_fts, rowid, title, body) VALUES ('delete', old.key, old.title, old.body);
END;
