-- A database as version 0.1.0 of the program made it (schema 2): its tables, and what it held of a paper, a failure and a correction.
PRAGMA application_id = 1347174734;
PRAGMA user_version = 2;
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
    decision TEXT CHECK (decision IN ('accept', 'reject'))
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
CREATE TABLE unread (
    paper TEXT REFERENCES papers (id) ON DELETE CASCADE,
    failure TEXT REFERENCES failures (file) ON DELETE CASCADE,
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
CREATE TABLE expected_papers (
    area TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('listed', 'in the manifest', 'inferred')),
    because TEXT,
    PRIMARY KEY (area, period_start, period_end)
);
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
CREATE TABLE periods (
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    PRIMARY KEY (period_start, period_end)
);
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
CREATE TABLE earlier_corrections (
    correction TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (correction, recorded_at, replaced_at)
);
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
CREATE TABLE machine_rows (
    paper TEXT NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    id TEXT NOT NULL,
    rows TEXT NOT NULL,
    PRIMARY KEY (paper, table_name, id)
);
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
INSERT INTO [papers] VALUES ('2d711642b726b044', 'damaged.pdf', '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'text/plain', 1, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'read', 'de3acfa21a82904f', '0.1.0', '4b8e8019d2f81cc1d1d79a74cc8b38d6', 'b27cb0877114b27b');
INSERT INTO [papers] VALUES ('5f16a0d913803805', 'plan.txt', '5f16a0d913803805fb57e6d1e878b0d0cd561bf3def3ea1fadedf29ac88cf864', 'text/plain', 137, NULL, 0, NULL, NULL, 'plan', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'read', 'de3acfa21a82904f', '0.1.0', 'c01270ad700a0bcd275b10f7973b289b', '0b5a5b61b5e9dcce');
INSERT INTO [files] VALUES ('2d711642b726b044', X'78');
INSERT INTO [files] VALUES ('5f16a0d913803805', X'436F6D6D756E6974792053616665747920506C616E20323031312D31340A0A486172746C65706F6F6C20436F6D6D756E6974792053616665747920506172746E6572736869700A0A4F7572207072696F726974696573206172653A0A0A2D2056696F6C656E74206372696D650A2D20427572676C6172792028505341203233290A2D2044727567730A');
INSERT INTO [pages] VALUES ('0774f7ba35f2c944', 268663317352506530, '2d711642b726b044', 1, NULL, NULL, 0, 0, 0, 0, 'x');
INSERT INTO [pages] VALUES ('ed976e270d0d6bbe', 8560136811236996575, '5f16a0d913803805', 1, NULL, NULL, 0, 0, 0, 5, 'Community Safety Plan 2011-14
Hartlepool Community Safety Partnership
Our priorities are:
- Violent crime
- Burglary (PSA 23)
- Drugs');
INSERT INTO [blocks] VALUES ('2d711642b726b044', 0, 'paragraph', 'x', NULL, 0, NULL, 'line 1', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [blocks] VALUES ('5f16a0d913803805', 0, 'paragraph', 'Community Safety Plan 2011-14', NULL, 0, NULL, 'line 1', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [blocks] VALUES ('5f16a0d913803805', 1, 'paragraph', 'Hartlepool Community Safety Partnership', NULL, 0, NULL, 'line 3', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [blocks] VALUES ('5f16a0d913803805', 2, 'paragraph', 'Our priorities are:', NULL, 0, NULL, 'line 5', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [blocks] VALUES ('5f16a0d913803805', 3, 'item', 'Violent crime', '-', 0, NULL, 'line 7', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [blocks] VALUES ('5f16a0d913803805', 4, 'item', 'Burglary (PSA 23)', '-', 0, NULL, 'line 8', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [blocks] VALUES ('5f16a0d913803805', 5, 'item', 'Drugs', '-', 0, NULL, 'line 9', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [areas] VALUES ('Hartlepool', 'E06000001', 'unitary authority', 'Cleveland', 'North East');
INSERT INTO [plans] VALUES ('93612046791f6218', '5f16a0d913803805', 1, 'Community Safety Plan 2011-14', 'Hartlepool Community Safety Partnership', 2011, 2014, '2011-14', NULL);
INSERT INTO [plan_areas] VALUES ('93612046791f6218', 'Hartlepool', 1, 'stated');
INSERT INTO [findings] VALUES ('70add4db0840bc6d', 4059689870210129462, '5f16a0d913803805', NULL, 'paper kind', 1, 'plan', NULL, NULL, NULL, NULL, NULL);
INSERT INTO [findings] VALUES ('3f8e3848a7a51d6b', 2289829877891894965, '5f16a0d913803805', '93612046791f6218', 'area', 2, 'Hartlepool', NULL, NULL, NULL, NULL, NULL);
INSERT INTO [findings] VALUES ('8e518a1198a3be86', 5127564817339637571, '5f16a0d913803805', '93612046791f6218', 'plan title', 3, 'Community Safety Plan 2011-14', NULL, NULL, NULL, NULL, NULL);
INSERT INTO [findings] VALUES ('721725049334ad74', 4110540173183964858, '5f16a0d913803805', '93612046791f6218', 'partnership', 4, 'Hartlepool Community Safety Partnership', NULL, NULL, NULL, NULL, NULL);
INSERT INTO [findings] VALUES ('3a4bcc7bb95abcce', 2100337954607947367, '5f16a0d913803805', '93612046791f6218', 'period', 5, '2011-14', NULL, NULL, NULL, NULL, NULL);
INSERT INTO [findings] VALUES ('27af419675488a17', 1429788201436071179, '5f16a0d913803805', '93612046791f6218', 'priority', 6, 'Violent crime', NULL, NULL, 'lead.priorities', 0.98, NULL);
INSERT INTO [findings] VALUES ('7fb2d87cf4ca752e', 4600827509932898967, '5f16a0d913803805', '93612046791f6218', 'priority', 7, 'Burglary of homes', NULL, NULL, 'lead.priorities', 0.98, 'accept');
INSERT INTO [findings] VALUES ('114af8da503ca055', 623040931727036458, '5f16a0d913803805', '93612046791f6218', 'priority', 8, 'Drugs', NULL, NULL, 'lead.priorities', 0.98, NULL);
INSERT INTO [findings] VALUES ('8f438125cb877413', 5161618385095866889, '5f16a0d913803805', '93612046791f6218', 'reference', 9, 'PSA 23', 'Make communities safer', NULL, 'psa-short', NULL, NULL);
INSERT INTO [evidence] VALUES ('70add4db0840bc6d', 'words', 'Plan', NULL, '[]', 'line 1', 0, 17, 21);
INSERT INTO [evidence] VALUES ('3f8e3848a7a51d6b', 'words', 'Hartlepool', NULL, '[]', 'line 3', 1, 0, 10);
INSERT INTO [evidence] VALUES ('8e518a1198a3be86', 'words', 'Community Safety Plan 2011-14', NULL, '[]', 'line 1', 0, 0, 29);
INSERT INTO [evidence] VALUES ('721725049334ad74', 'words', 'Hartlepool Community Safety Partnership', NULL, '[]', 'line 3', 1, 0, 39);
INSERT INTO [evidence] VALUES ('3a4bcc7bb95abcce', 'words', '2011-14', NULL, '[]', 'line 1', 0, 22, 29);
INSERT INTO [evidence] VALUES ('27af419675488a17', 'words', 'Violent crime', NULL, '[]', 'line 7', 3, 0, 13);
INSERT INTO [evidence] VALUES ('7fb2d87cf4ca752e', 'words', 'Burglary', NULL, '[]', 'line 8', 4, 0, 8);
INSERT INTO [evidence] VALUES ('114af8da503ca055', 'words', 'Drugs', NULL, '[]', 'line 9', 5, 0, 5);
INSERT INTO [evidence] VALUES ('8f438125cb877413', 'words', 'PSA 23', NULL, '[]', 'line 8', 4, 10, 16);
INSERT INTO [priorities] VALUES ('27af419675488a17', '93612046791f6218', 1, 'Violent crime', NULL, 'priority', NULL, NULL, 'current', NULL, 0.98, 'lead.priorities');
INSERT INTO [priorities] VALUES ('7fb2d87cf4ca752e', '93612046791f6218', 2, 'Burglary of homes', NULL, 'priority', NULL, NULL, 'current', NULL, 0.98, 'lead.priorities');
INSERT INTO [priorities] VALUES ('114af8da503ca055', '93612046791f6218', 3, 'Drugs', NULL, 'priority', NULL, NULL, 'current', NULL, 0.98, 'lead.priorities');
INSERT INTO [themes] VALUES ('anti-social behaviour', 'Anti-social behaviour', 1);
INSERT INTO [themes] VALUES ('violent crime', 'Violence', 2);
INSERT INTO [themes] VALUES ('domestic abuse', 'Domestic abuse, sexual violence and women''s safety', 3);
INSERT INTO [themes] VALUES ('sexual violence', 'Domestic abuse, sexual violence and women''s safety', 3);
INSERT INTO [themes] VALUES ('acquisitive crime', 'Theft and burglary', 4);
INSERT INTO [themes] VALUES ('burglary', 'Theft and burglary', 4);
INSERT INTO [themes] VALUES ('vehicle crime', 'Theft and burglary', 4);
INSERT INTO [themes] VALUES ('robbery', 'Theft and burglary', 4);
INSERT INTO [themes] VALUES ('criminal damage & arson', 'Criminal damage and arson', 5);
INSERT INTO [themes] VALUES ('drugs', 'Drugs and alcohol', 6);
INSERT INTO [themes] VALUES ('alcohol', 'Drugs and alcohol', 6);
INSERT INTO [themes] VALUES ('reducing reoffending', 'Reducing reoffending', 7);
INSERT INTO [themes] VALUES ('young people', 'Young people', 8);
INSERT INTO [themes] VALUES ('victims & witnesses', 'Victims and vulnerable people', 9);
INSERT INTO [themes] VALUES ('hate crime', 'Hate crime and community tension', 10);
INSERT INTO [themes] VALUES ('terrorism & extremism', 'Terrorism and extremism', 11);
INSERT INTO [themes] VALUES ('serious & organised crime', 'Organised crime and exploitation', 12);
INSERT INTO [themes] VALUES ('exploitation & modern slavery', 'Organised crime and exploitation', 12);
INSERT INTO [themes] VALUES ('knife/gun/weapons & serious youth violence', 'Violence', 2);
INSERT INTO [themes] VALUES ('fraud & cyber', 'Fraud and cyber crime', 13);
INSERT INTO [themes] VALUES ('public confidence & reassurance', 'Confidence and feeling safe', 14);
INSERT INTO [themes] VALUES ('community cohesion & engagement', 'Hate crime and community tension', 10);
INSERT INTO [themes] VALUES ('neighbourhoods & town centres', 'Neighbourhoods and town centres', 15);
INSERT INTO [themes] VALUES ('road safety', 'Roads, fire and emergencies', 16);
INSERT INTO [themes] VALUES ('fire safety', 'Roads, fire and emergencies', 16);
INSERT INTO [themes] VALUES ('environmental crime', 'Anti-social behaviour', 1);
INSERT INTO [themes] VALUES ('business & retail crime', 'Business, retail and rural crime', 17);
INSERT INTO [themes] VALUES ('rural crime', 'Business, retail and rural crime', 17);
INSERT INTO [themes] VALUES ('emergency planning', 'Roads, fire and emergencies', 16);
INSERT INTO [themes] VALUES ('women & girls'' safety', 'Domestic abuse, sexual violence and women''s safety', 3);
INSERT INTO [themes] VALUES ('partnership working & performance', 'Working together', 18);
INSERT INTO [themes] VALUES ('other', 'Other', 19);
INSERT INTO [priority_themes] VALUES ('27af419675488a17', 'violent crime', 'primary', 1);
INSERT INTO [priority_themes] VALUES ('7fb2d87cf4ca752e', 'burglary', 'primary', 1);
INSERT INTO [priority_themes] VALUES ('114af8da503ca055', 'drugs', 'primary', 1);
INSERT INTO [citations] VALUES ('8f438125cb877413', '5f16a0d913803805', 1, 'PSA', '23', 'CSR2007', 'Make communities safer', 'PSA 23', 'exact', '[]', NULL, 'psa-short', '93612046791f6218');
INSERT INTO [passed] VALUES ('5f16a0d913803805', 1, 'Community Safety Plan 2011-14; Hartlepool Community Safety Partnership', 'nothing in front of it names priorities', 'lead.none', NULL, 'line 1');
INSERT INTO [failures] VALUES ('broken.pdf', '1a2c824fe40544888c33408e435dad101fc00ee797ee41effc7199df8de9441c', 'read', 'broken.pdf is damaged and cannot be opened as a PDF: ask for a fresh copy');
INSERT INTO [mentions] VALUES ('93612046791f6218', 'neighbourhoods & town centres', 'national text', 1, '5f16a0d913803805', '8f438125cb877413', 4, 10, 16, NULL, 'Burglary (PSA 23)');
INSERT INTO [period_plans] VALUES ('Hartlepool', 2011, 2014, '93612046791f6218', 1, 'current');
INSERT INTO [periods] VALUES (2011, 2014);
INSERT INTO [finding_frameworks] VALUES ('7fb2d87cf4ca752e', '8f438125cb877413', 'names');
INSERT INTO [runs] VALUES ('a5dba53039ab8bfc', '2026-11-22T18:10:22.669+00:00', '2026-11-22T18:10:49.260+00:00', '0.1.0', 'de3acfa21a82904f', 2, 0, 1);
INSERT INTO [readings] VALUES ('b27cb0877114b27b', '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'damaged.pdf', 'de3acfa21a82904f', '0.1.0', 0, X'78DA8B8E0500011500B9');
INSERT INTO [readings] VALUES ('0b5a5b61b5e9dcce', '5f16a0d913803805fb57e6d1e878b0d0cd561bf3def3ea1fadedf29ac88cf864', 'plan.txt', 'de3acfa21a82904f', '0.1.0', 9, X'78DABD96CB6E9B4014865F05CD9A4473C33378D7A68B6E2A558DD48DE5C56166885130D001D24691DFBD674862E3C4D82CA26C6C2EE7F2FFDF3960AF9E085466537BB2246551B988919864B57D24CBAA2FCB9898BACA0BEB2AE35EAF14166315056BA5CDA89634330B8B59F74515EE34D0381F0D27319EDCEDF39A124291158D998A395BC7E44F5F777885FC2CA1C260DF97FBE0AEE8C249480AB71EA0EC5D4B964FBB5DFC56B198A758E4DA092D352848985D6407C5E01D4C686531AAA523A9DFC1A3B0A6AECB09C147017BD9430F3C588DEF63594455D4A861C52963317EC8F509873367A25DC23430966A1099D38BD14C9062F4AC706A2634E6E9C8E74DBDDDF655D13D46B7903BFC0A338A82CA2B2627AC5FCAF9201A33E7AD38533CA1321542825572BCA1BEAB9C6F37457366EC223D39F6E8BDCBA372E777E252F6E72E8C009919A3B22C4D000FDC08D1739BA965E1FC785BCEEFC5876F803A638F5EA7FAC51E57904B962E5422353E176A640FBB781CC28441119E7A31F2F7BBA84B577591F1C5D6ED5D92D281BD7EA955A0AF83E5B709178D9F10F61E454C5A5337A1BEE9BDC7FAA1E3C66DDD50F0E1A8E7296E7A1E379567DC6A6572694025DCCDE626919B1E61FBDAFBBB12FCE31C62A3D8CF8095BDB63BC5299DC7893109B9B69050618026C96C4E09724A469CBEF9FEAE9D03E935F03308D9A1D7F935223FE0DE45E6E59D865AA316DF6A9E4CFF44E55268C6139369A524130764DE61E2103FB55B0C1FCAC5F85FC3ED97888B03B6A685AB1665762360FB988BC40C54B6B0D08520B25A63CAA6FE8B87EE1F9850B1EAB7990B0886722769FABA1FACDCDCFEE29486D74D6B02CE671D64B75BFF071C79FC53');
INSERT INTO [run_papers] VALUES ('a5dba53039ab8bfc', 1, 'broken.pdf', '1a2c824fe40544888c33408e435dad101fc00ee797ee41effc7199df8de9441c', 'failed', NULL);
INSERT INTO [run_papers] VALUES ('a5dba53039ab8bfc', 2, 'damaged.pdf', '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'read', 'b27cb0877114b27b');
INSERT INTO [run_papers] VALUES ('a5dba53039ab8bfc', 3, 'plan.txt', '5f16a0d913803805fb57e6d1e878b0d0cd561bf3def3ea1fadedf29ac88cf864', 'read', '0b5a5b61b5e9dcce');
INSERT INTO [corrections] VALUES ('5a95edf584fb89bc', '5f16a0d913803805fb57e6d1e878b0d0cd561bf3def3ea1fadedf29ac88cf864', 'plan.txt', 'priority', 'Burglary', 'burglary', NULL, 'line 8', 4, 0, 8, NULL, '', 'Hartlepool', '2011-2014', 'accept', 'Burglary of homes', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-22T18:11:56+00:00', NULL);
INSERT INTO [correction_matches] VALUES ('5a95edf584fb89bc', '7fb2d87cf4ca752e', '5f16a0d913803805', 'as recorded', 1.0, 1, NULL);
INSERT INTO [corrected_values] VALUES ('7fb2d87cf4ca752e', 'title', '5f16a0d913803805', '5a95edf584fb89bc', 'Burglary', 'Burglary of homes');
INSERT INTO [machine_rows] VALUES ('5f16a0d913803805', 'findings', '7fb2d87cf4ca752e', '[{"id": "7fb2d87cf4ca752e", "key": 4600827509932898967, "paper": "5f16a0d913803805", "plan": "93612046791f6218", "kind": "priority", "position": 7, "title": "Burglary", "body": null, "page": null, "rule": "lead.priorities", "confidence": 0.98, "decision": null}]');
INSERT INTO [machine_rows] VALUES ('5f16a0d913803805', 'priorities', '7fb2d87cf4ca752e', '[{"id": "7fb2d87cf4ca752e", "plan": "93612046791f6218", "position": 2, "title": "Burglary", "label": null, "kind": "priority", "detail": null, "parent": null, "scope": "current", "owner": null, "confidence": 0.98, "rule": "lead.priorities"}]');
INSERT INTO [linkings] VALUES ('ed79163b51c5321972d23aa268375930', 'de3acfa21a82904f', '0.1.0', 6, 0);
INSERT INTO [editions] VALUES ('Hartlepool', '93612046791f6218', 2011, 2014, '93612046791f6218', 'partnership', 0);
INSERT INTO [links] VALUES ('3ea630bc71e4893e', 'Hartlepool', 1, NULL, NULL, NULL, NULL, '93612046791f6218', 2011, 2014, '27af419675488a17', 'cannot say', 0.0, 'no earlier plan held', '[]', NULL, NULL);
INSERT INTO [links] VALUES ('57a2a3312f447537', 'Hartlepool', 2, NULL, NULL, NULL, NULL, '93612046791f6218', 2011, 2014, '7fb2d87cf4ca752e', 'cannot say', 0.0, 'no earlier plan held', '[]', NULL, NULL);
INSERT INTO [links] VALUES ('c74e0db611ec33c1', 'Hartlepool', 3, NULL, NULL, NULL, NULL, '93612046791f6218', 2011, 2014, '114af8da503ca055', 'cannot say', 0.0, 'no earlier plan held', '[]', NULL, NULL);
INSERT INTO [links] VALUES ('83d018ccd9c8f16a', 'Hartlepool', 4, '93612046791f6218', 2011, 2014, '27af419675488a17', NULL, NULL, NULL, NULL, 'cannot say', 0.0, 'no later plan held', '[]', NULL, NULL);
INSERT INTO [links] VALUES ('75b8910e63cad4fc', 'Hartlepool', 5, '93612046791f6218', 2011, 2014, '7fb2d87cf4ca752e', NULL, NULL, NULL, NULL, 'cannot say', 0.0, 'no later plan held', '[]', NULL, NULL);
INSERT INTO [links] VALUES ('5ad496fc24145713', 'Hartlepool', 6, '93612046791f6218', 2011, 2014, '114af8da503ca055', NULL, NULL, NULL, NULL, 'cannot say', 0.0, 'no later plan held', '[]', NULL, NULL);
CREATE VIEW papers_held AS SELECT file FROM papers;
