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
    status TEXT NOT NULL CHECK (status IN ('read', 'read with problems')),
    rules_hash TEXT NOT NULL,
    program_version TEXT NOT NULL,
    fingerprint TEXT NOT NULL
);
CREATE INDEX papers_by_date ON papers (date);

CREATE TABLE files (
    paper TEXT PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    data BLOB
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
    code TEXT
);

CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT,
    partnership TEXT,
    period_start INTEGER,
    period_end INTEGER,
    period_text TEXT,
    vision TEXT
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
    confidence REAL
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
    rule TEXT NOT NULL
);
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
    rule TEXT NOT NULL
);
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
    file TEXT PRIMARY KEY,
    sha256 TEXT,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX failures_by_sha256 ON failures (sha256);

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
CREATE TRIGGER findings_unindexed AFTER DELETE ON findings BEGIN
    INSERT INTO findings_fts (findings_fts, rowid, title, body) VALUES ('delete', old.key, old.title, old.body);
END;
