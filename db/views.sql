-- Views for reading and for the researcher: plain names, one row for each thing a person would count. They are made anew whenever the
-- database is opened, so that an older file gains what a newer program knows to ask.

CREATE VIEW priorities_with_plans AS
SELECT
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    plans.partnership,
    priorities.label,
    priorities.title AS priority,
    priorities.detail,
    priorities.kind,
    priorities.scope,
    priorities.owner,
    priorities.parent,
    (SELECT group_concat(theme, '; ') FROM (
        SELECT theme FROM priority_themes WHERE priority = priorities.id AND rank = 'primary' ORDER BY position
    )) AS primary_themes,
    (SELECT group_concat(theme, '; ') FROM (
        SELECT theme FROM priority_themes WHERE priority = priorities.id AND rank = 'secondary' ORDER BY position
    )) AS secondary_themes,
    coalesce((SELECT machine_value FROM corrected_values WHERE target = priorities.id AND field = 'title'), priorities.title)
        AS machine_priority,
    (SELECT group_concat(field || ': ' || coalesce(machine_value, 'nothing'), '; ') FROM (
        SELECT field, machine_value FROM corrected_values WHERE target = priorities.id ORDER BY field
    )) AS corrected_from,
    findings.decision,
    priorities.confidence,
    priorities.rule,
    findings.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    plans.id AS plan_id,
    plans.paper AS paper_id,
    papers.file,
    priorities.id AS finding_id
FROM priorities
JOIN findings ON findings.id = priorities.id
JOIN plans ON plans.id = priorities.plan
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
ORDER BY plan_areas.area, plans.period_start, plans.id, priorities.position;

CREATE VIEW priority_themes_by_area AS
SELECT
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    themes.heading,
    priority_themes.theme,
    priority_themes.rank,
    priorities.title AS priority,
    priorities.scope,
    NOT EXISTS (SELECT 1 FROM paper_forms WHERE paper_forms.paper = plans.paper AND paper_forms.form_of <> paper_forms.paper) AS first_form,
    priorities.id AS finding_id
FROM priority_themes
JOIN themes ON themes.code = priority_themes.theme
JOIN priorities ON priorities.id = priority_themes.priority
JOIN plans ON plans.id = priorities.plan
JOIN plan_areas ON plan_areas.plan = plans.id
ORDER BY themes.position, priority_themes.theme, plan_areas.area, plans.period_start;

CREATE VIEW measures_with_plans AS
SELECT
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    plans.partnership,
    measures.objective,
    measures.baseline,
    measures.timescale,
    measures.target,
    measures.baseline_value,
    measures.target_value,
    measures.unit,
    measures.change_percent,
    measures.arithmetic,
    measures.priority,
    (SELECT group_concat(reference, '; ') FROM (
        SELECT reference FROM finding_references WHERE finding = measures.id ORDER BY position
    )) AS cited,
    (SELECT group_concat(field || ': ' || coalesce(machine_value, 'nothing'), '; ') FROM (
        SELECT field, machine_value FROM corrected_values WHERE target = measures.id ORDER BY field
    )) AS corrected_from,
    findings.decision,
    findings.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    plans.id AS plan_id,
    plans.paper AS paper_id,
    papers.file,
    measures.id AS finding_id
FROM measures
JOIN findings ON findings.id = measures.id
JOIN plans ON plans.id = measures.plan
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
ORDER BY plan_areas.area, plans.period_start, plans.id, measures.position;

CREATE VIEW actions_with_commentary AS
SELECT
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    actions.heading,
    actions.number,
    actions.text AS action,
    actions.commentary,
    (actions.commentary IS NOT NULL) AS has_commentary,
    CASE WHEN areas.code GLOB 'K*' OR areas.code GLOB '?92*' THEN coalesce(plans.commentary_of, papers.manifest_partnership)
        ELSE coalesce(plan_areas.area, plans.partnership) END AS commentary_of,
    (SELECT group_concat(reference, '; ') FROM (
        SELECT reference FROM finding_references WHERE finding = actions.id ORDER BY position
    )) AS cited,
    (SELECT group_concat(field || ': ' || coalesce(machine_value, 'nothing'), '; ') FROM (
        SELECT field, machine_value FROM corrected_values WHERE target = actions.id ORDER BY field
    )) AS corrected_from,
    findings.decision,
    findings.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    plans.id AS plan_id,
    plans.paper AS paper_id,
    papers.file,
    actions.id AS finding_id
FROM actions
JOIN findings ON findings.id = actions.id
JOIN plans ON plans.id = actions.plan
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
LEFT JOIN areas ON areas.name = plan_areas.area
ORDER BY plan_areas.area, plans.period_start, plans.id, actions.position;

CREATE VIEW citations_with_papers AS
SELECT
    citations.scheme,
    citations.number,
    citations.round,
    citations.title,
    citations.text AS as_printed,
    citations.how,
    citations.candidates,
    citations.flag,
    (SELECT group_concat(area, '; ') FROM (
        SELECT DISTINCT area FROM plan_areas JOIN plans ON plans.id = plan_areas.plan WHERE plans.paper = papers.id ORDER BY area
    )) AS areas,
    (SELECT group_concat(field || ': ' || coalesce(machine_value, 'nothing'), '; ') FROM (
        SELECT field, machine_value FROM corrected_values WHERE target = citations.id ORDER BY field
    )) AS corrected_from,
    findings.decision,
    papers.title AS paper,
    papers.date,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    papers.file,
    findings.page,
    papers.id AS paper_id,
    citations.id AS finding_id
FROM citations
JOIN findings ON findings.id = citations.id
JOIN papers ON papers.id = citations.paper
ORDER BY citations.scheme, citations.round, CAST(citations.number AS INTEGER), citations.number, papers.id, citations.position;

CREATE VIEW papers_held AS
SELECT
    papers.title,
    papers.date,
    papers.kind,
    papers.meeting,
    (SELECT group_concat(area, '; ') FROM (
        SELECT DISTINCT area FROM plan_areas JOIN plans ON plans.id = plan_areas.plan WHERE plans.paper = papers.id ORDER BY area
    )) AS areas,
    (SELECT min(period_start) FROM plans WHERE plans.paper = papers.id) AS first_year,
    (SELECT max(period_end) FROM plans WHERE plans.paper = papers.id) AS last_year,
    (SELECT count(*) FROM plans WHERE plans.paper = papers.id) AS plans,
    (SELECT count(*) FROM priorities JOIN plans ON plans.id = priorities.plan WHERE plans.paper = papers.id) AS priorities,
    (SELECT count(*) FROM measures JOIN plans ON plans.id = measures.plan WHERE plans.paper = papers.id) AS measures,
    (SELECT count(*) FROM citations WHERE citations.paper = papers.id) AS citations,
    (SELECT count(*) FROM problems WHERE problems.paper = papers.id) AS problems,
    papers.status,
    NOT EXISTS (SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper) AS first_form,
    papers.file,
    papers.manifest_source AS source,
    papers.id AS paper_id
FROM papers
ORDER BY papers.date, papers.file;

CREATE VIEW corrections_in_force AS
SELECT
    corrections.file,
    corrections.kind,
    corrections.words AS machine_words,
    coalesce(findings.title, plans.title) AS words,
    corrections.decision,
    corrected_values.field,
    corrected_values.machine_value,
    corrected_values.value,
    correction_matches.how AS found,
    correction_matches.problem,
    corrections.link,
    corrections.note,
    corrections.recorded_at,
    corrections.recorded_by,
    papers.file AS in_file,
    correction_matches.paper AS paper_id,
    correction_matches.target AS finding_id,
    corrections.id AS correction_id
FROM correction_matches
JOIN corrections ON corrections.id = correction_matches.correction
JOIN papers ON papers.id = correction_matches.paper
LEFT JOIN corrected_values ON corrected_values.target = correction_matches.target AND corrected_values.correction = corrections.id
LEFT JOIN findings ON findings.id = correction_matches.target
LEFT JOIN plans ON plans.id = correction_matches.target
WHERE correction_matches.in_force
ORDER BY papers.file, corrections.kind, corrections.words, corrections.id, corrected_values.field;

CREATE VIEW corrections_without_a_finding AS
SELECT
    corrections.file,
    corrections.kind,
    corrections.words,
    corrections.page,
    corrections.areas,
    corrections.period,
    rtrim(
        coalesce('decision: ' || corrections.decision || '; ', '') || coalesce('title: ' || corrections.title || '; ', '')
        || coalesce('theme: ' || corrections.theme || '; ', '') || coalesce('scope: ' || corrections.scope || '; ', '')
        || coalesce('area: ' || corrections.area || '; ', '') || coalesce('period: ' || corrections.corrected_period || '; ', '')
        || coalesce('link: ' || corrections.link || '; ', '') || coalesce('note: ' || corrections.note || '; ', ''), '; '
    ) AS said,
    CASE
        WHEN correction_matches.problem IS NOT NULL THEN correction_matches.problem
        WHEN papers.id IS NULL THEN 'the paper is not held'
        ELSE 'no such finding is found in the paper any more'
    END AS reason,
    corrections.recorded_at,
    corrections.recorded_by,
    papers.id AS paper_id,
    corrections.id AS correction_id
FROM corrections
LEFT JOIN papers ON papers.sha256 = corrections.sha256
LEFT JOIN correction_matches ON correction_matches.correction = corrections.id
WHERE correction_matches.correction IS NULL OR correction_matches.problem IS NOT NULL
ORDER BY corrections.file, corrections.kind, corrections.words, corrections.id;

CREATE VIEW rejected_findings AS
SELECT
    findings.kind,
    findings.title,
    findings.body,
    findings.rule,
    findings.confidence,
    corrections.note,
    corrections.recorded_at,
    corrections.recorded_by,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    papers.file,
    findings.page,
    findings.plan AS plan_id,
    findings.paper AS paper_id,
    findings.id AS finding_id
FROM findings
JOIN papers ON papers.id = findings.paper
LEFT JOIN correction_matches ON correction_matches.target = findings.id AND correction_matches.in_force
LEFT JOIN corrections ON corrections.id = correction_matches.correction
WHERE findings.decision = 'reject'
ORDER BY papers.file, findings.position;

-- Gaps, national frameworks, measures and similar areas. Tables that these rest on are filled when papers are ingested.

-- CROSS JOIN fixes the order: from a cell to its few plans, never from a theme to all plans.
CREATE VIEW gaps AS
SELECT
    cell.area,
    cell.period_start,
    cell.period_end,
    cell.heading,
    cell.theme,
    CASE
        WHEN cell.best IS NOT NULL THEN CASE json_extract(cell.best, '$[0]')
            WHEN 1 THEN 'stated as a priority'
            WHEN 2 THEN 'only under another priority'
            WHEN 3 THEN 'only in commentary or measures'
            WHEN 4 THEN 'only in other text of the plan'
            ELSE 'only in quoted national text'
        END
        WHEN cell.unread_pages OR (cell.unread_papers AND NOT coalesce(cell.exact, 0)) THEN 'page unreadable or unread'
        WHEN cell.plans THEN 'not in the plan'
        ELSE 'paper not held'
    END AS reason,
    coalesce(json_extract(cell.best, '$[0]'), CASE
        WHEN cell.unread_pages OR (cell.unread_papers AND NOT coalesce(cell.exact, 0)) THEN 6
        WHEN cell.plans THEN 7
        ELSE 8
    END) AS reason_number,
    json_extract(cell.best, '$[1]') AS quote,
    json_extract(cell.best, '$[5]') AS under,
    json_extract(cell.best, '$[6]') AS whose,
    json_extract(cell.best, '$[2]') AS page,
    cell.plans,
    cell.priorities,
    CASE WHEN cell.plans THEN cell.exact END AS same_years,
    cell.unread_pages OR cell.unread_papers AS unread,
    json_extract(cell.best, '$[4]') AS paper_id,
    json_extract(cell.best, '$[3]') AS finding_id
FROM (
    SELECT
        held.name AS area,
        periods.period_start,
        periods.period_end,
        themes.heading,
        themes.code AS theme,
        (
            SELECT count(*) FROM period_plans AS stand
            WHERE stand.area = held.name AND stand.period_start = periods.period_start AND stand.period_end = periods.period_end
                AND stand.standing <> 'superseded'
        ) AS plans,
        (
            SELECT count(*) FROM period_plans AS stand CROSS JOIN priorities ON priorities.plan = stand.plan
            WHERE stand.area = held.name AND stand.period_start = periods.period_start AND stand.period_end = periods.period_end
                AND stand.standing <> 'superseded'
        ) AS priorities,
        (
            SELECT max(exact) FROM period_plans AS stand
            WHERE stand.area = held.name AND stand.period_start = periods.period_start AND stand.period_end = periods.period_end
        ) AS exact,
        EXISTS (
            SELECT 1 FROM period_plans AS stand CROSS JOIN unread ON unread.plan = stand.plan
            WHERE stand.area = held.name AND stand.period_start = periods.period_start AND stand.period_end = periods.period_end
                AND stand.standing <> 'superseded'
        ) AS unread_pages,
        EXISTS (
            SELECT 1 FROM unread
            WHERE unread.area = held.name AND (
                unread.period_start IS NULL
                OR (unread.period_start < periods.period_end AND unread.period_end > periods.period_start)
                OR (
                    (unread.period_start = unread.period_end OR periods.period_start = periods.period_end)
                    AND unread.period_start <= periods.period_end AND unread.period_end >= periods.period_start
                )
            )
        ) AS unread_papers,
        (
            SELECT json_array(rank, quote, page, finding, paper, priority, whose) FROM (
                SELECT
                    CASE
                        WHEN priorities.scope NOT IN ('current', 'emerging') AND EXISTS (
                            SELECT 1 FROM priorities AS own WHERE own.plan = stand.plan AND own.scope IN ('current', 'emerging')
                        ) THEN 5
                        WHEN priorities.scope IN ('previous', 'other-body') THEN 5
                        WHEN priority_themes.rank = 'primary' AND priorities.parent IS NULL THEN 1
                        ELSE 2
                    END AS rank,
                    priorities.title AS quote, findings.page, priorities.id AS finding, findings.paper, 1 AS source,
                    priorities.position, priorities.title AS priority, nullif(priorities.scope, 'current') AS whose
                FROM period_plans AS stand
                CROSS JOIN priorities ON priorities.plan = stand.plan
                CROSS JOIN priority_themes ON priority_themes.priority = priorities.id AND priority_themes.theme = themes.code
                CROSS JOIN findings ON findings.id = priorities.id AND findings.repeats IS NULL
                WHERE stand.area = held.name AND stand.period_start = periods.period_start AND stand.period_end = periods.period_end
                    AND stand.standing <> 'superseded'
                UNION ALL
                SELECT
                    CASE mentions.place WHEN 'priority text' THEN 2 WHEN 'text' THEN 4 WHEN 'national text' THEN 5 ELSE 3 END AS rank,
                    mentions.quote, mentions.page, mentions.finding, mentions.paper, 0,
                    mentions.block,
                    CASE
                        WHEN mentions.place = 'text' THEN NULL
                        WHEN findings.kind = 'priority' THEN findings.title
                        WHEN findings.kind = 'reference' THEN findings.body
                    END,
                    iif(mentions.place = 'national text', coalesce(priorities.scope, 'national'), NULL)
                FROM period_plans AS stand
                CROSS JOIN mentions ON mentions.plan = stand.plan AND mentions.theme = themes.code
                LEFT JOIN findings ON findings.id = mentions.finding
                LEFT JOIN priorities ON priorities.id = mentions.finding
                WHERE findings.repeats IS NULL AND stand.area = held.name AND stand.period_start = periods.period_start AND stand.period_end = periods.period_end
                    AND stand.standing <> 'superseded'
            ) ORDER BY rank, source, page IS NULL, position, finding LIMIT 1
        ) AS best
    FROM (
        SELECT name FROM areas UNION SELECT area FROM expected_papers UNION SELECT area FROM unread WHERE area IS NOT NULL
    ) AS held
    CROSS JOIN periods
    CROSS JOIN themes
    WHERE themes.code <> 'other'
) AS cell;

CREATE VIEW theme_mentions AS
SELECT
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    mentions.theme,
    mentions.place,
    mentions.quote,
    findings.decision,
    (SELECT group_concat(field || ': ' || coalesce(machine_value, 'nothing'), '; ') FROM (
        SELECT field, machine_value FROM corrected_values WHERE target = mentions.finding ORDER BY field
    )) AS corrected_from,
    mentions.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    papers.file,
    mentions.plan AS plan_id,
    mentions.paper AS paper_id,
    mentions.finding AS finding_id
FROM mentions
JOIN plans ON plans.id = mentions.plan
JOIN papers ON papers.id = mentions.paper
LEFT JOIN findings ON findings.id = mentions.finding
LEFT JOIN plan_areas ON plan_areas.plan = plans.id;

CREATE VIEW expected_and_held AS
SELECT
    cell.area,
    cell.period_start,
    cell.period_end,
    CASE
        WHEN EXISTS (
            SELECT 1 FROM period_plans AS stand WHERE stand.area = cell.area AND stand.period_start = cell.period_start
                AND stand.period_end = cell.period_end AND stand.exact AND stand.standing = 'current'
        ) THEN 'current'
        WHEN EXISTS (
            SELECT 1 FROM period_plans AS stand WHERE stand.area = cell.area AND stand.period_start = cell.period_start
                AND stand.period_end = cell.period_end AND stand.exact AND stand.standing = 'draft'
        ) THEN 'draft only'
        WHEN EXISTS (
            SELECT 1 FROM unread WHERE unread.area = cell.area AND unread.period_start = cell.period_start
                AND unread.period_end = cell.period_end
        ) THEN 'could not be read'
        WHEN EXISTS (
            SELECT 1 FROM period_plans AS stand WHERE stand.area = cell.area AND stand.period_start = cell.period_start
                AND stand.period_end = cell.period_end
        ) THEN 'other years only'
        ELSE 'missing'
    END AS status,
    coalesce(expected_papers.how, 'held') AS expected,
    expected_papers.because,
    (
        SELECT count(*) FROM period_plans AS stand WHERE stand.area = cell.area AND stand.period_start = cell.period_start
            AND stand.period_end = cell.period_end AND stand.exact AND stand.standing = 'superseded'
    ) AS superseded,
    (
        SELECT group_concat(file, '; ') FROM (
            SELECT DISTINCT papers.file FROM period_plans AS stand
            JOIN plans ON plans.id = stand.plan JOIN papers ON papers.id = plans.paper
            WHERE stand.area = cell.area AND stand.period_start = cell.period_start AND stand.period_end = cell.period_end
            ORDER BY papers.file
        )
    ) AS files
FROM (
    SELECT area, period_start, period_end FROM period_plans WHERE exact
    UNION SELECT area, period_start, period_end FROM expected_papers
    UNION SELECT area, period_start, period_end FROM unread
    WHERE area IS NOT NULL AND period_start IS NOT NULL AND period_end IS NOT NULL
) AS cell
LEFT JOIN expected_papers ON expected_papers.area = cell.area AND expected_papers.period_start = cell.period_start
    AND expected_papers.period_end = cell.period_end
ORDER BY cell.area, cell.period_start, cell.period_end;

CREATE VIEW framework_citations AS
SELECT
    citations.scheme,
    citations.round,
    citations.number,
    max(citations.title) AS title,
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    count(DISTINCT citations.id) AS times_cited,
    count(DISTINCT CASE WHEN kinds.kind = 'priority' THEN kinds.id END) AS priorities,
    count(DISTINCT CASE WHEN kinds.kind = 'measure' THEN kinds.id END) AS measures,
    count(DISTINCT CASE WHEN kinds.kind = 'action' THEN kinds.id END) AS actions,
    count(DISTINCT CASE WHEN actions.commentary IS NOT NULL THEN kinds.id END) AS actions_with_commentary,
    max(citations.flag) AS flag,
    NOT EXISTS (SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper) AS first_form,
    papers.file,
    plans.id AS plan_id,
    papers.id AS paper_id,
    min(citations.id) AS finding_id
FROM citations
JOIN papers ON papers.id = citations.paper
LEFT JOIN plans ON plans.id = citations.plan
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
LEFT JOIN finding_frameworks ON finding_frameworks.citation = citations.id
LEFT JOIN findings AS kinds ON kinds.id = finding_frameworks.finding AND kinds.decision IS NOT 'reject'
LEFT JOIN actions ON actions.id = kinds.id
WHERE citations.number IS NOT NULL
GROUP BY citations.scheme, citations.round, citations.number, papers.id, plans.id, plan_areas.area
ORDER BY citations.scheme, citations.round, CAST(citations.number AS INTEGER), citations.number, plan_areas.area, papers.file;

CREATE VIEW frameworks_not_cited AS
SELECT
    frameworks.scheme,
    frameworks.round,
    frameworks.number,
    frameworks.title,
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    NOT EXISTS (SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper) AS first_form,
    papers.file,
    plans.id AS plan_id,
    papers.id AS paper_id
FROM frameworks
-- The last year of a round of agreements is the one in whose March it ended; that of an indicator the last one that began under it.
JOIN plans ON plans.period_start >= frameworks.first_year
    AND plans.period_start <= frameworks.last_year - (frameworks.scheme = 'PSA')
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
WHERE NOT EXISTS (
    SELECT 1 FROM citations
    WHERE citations.plan = plans.id AND citations.scheme = frameworks.scheme AND citations.number = frameworks.number
)
ORDER BY frameworks.scheme, frameworks.round, CAST(frameworks.number AS INTEGER), plan_areas.area, plans.period_start;

CREATE VIEW national_actions AS
SELECT
    actions.number,
    actions.text AS action,
    actions.heading,
    (
        SELECT group_concat(name, '; ') FROM (
            SELECT DISTINCT citations.scheme || ' ' || citations.number || coalesce(' (' || citations.round || ')', '') AS name
            FROM finding_frameworks JOIN citations ON citations.id = finding_frameworks.citation
            WHERE finding_frameworks.finding = actions.id AND citations.number IS NOT NULL ORDER BY name
        )
    ) AS frameworks,
    actions.commentary,
    (actions.commentary IS NOT NULL) AS has_commentary,
    -- A nation's plan has somebody else's commentary beside it: theirs whom the paper names or, failing that, the manifest.
    CASE WHEN areas.code GLOB 'K*' OR areas.code GLOB '?92*' THEN coalesce(plans.commentary_of, papers.manifest_partnership)
        ELSE coalesce(plan_areas.area, plans.partnership) END AS commentary_of,
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    findings.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    papers.file,
    plans.id AS plan_id,
    papers.id AS paper_id,
    actions.id AS finding_id
FROM actions
JOIN findings ON findings.id = actions.id
JOIN plans ON plans.id = actions.plan
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
LEFT JOIN areas ON areas.name = plan_areas.area
WHERE actions.number IS NOT NULL AND papers.kind = 'national plan'
ORDER BY papers.file, plans.number, actions.position;

CREATE VIEW national_actions_without_commentary AS
SELECT number, action, heading, frameworks, commentary_of, area, period_start, period_end, page, first_form, file, plan_id, paper_id, finding_id
FROM national_actions
WHERE commentary IS NULL AND EXISTS (
    SELECT 1 FROM actions AS others WHERE others.plan = national_actions.plan_id AND others.commentary IS NOT NULL
);

CREATE VIEW national_target_coverage AS
SELECT
    target.scheme,
    target.round,
    target.number,
    target_crime_types.crime_type,
    target_crime_types.change_percent AS national_change_percent,
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    CASE
        WHEN measure_crime_types.how IN ('same', 'among others') THEN 'measured locally'
        WHEN measure_crime_types.how = 'wider' THEN 'only in a wider measure'
        ELSE 'no local measure'
    END AS coverage,
    measures.objective,
    measures.baseline,
    measures.target,
    measures.target_year,
    measures.change_percent AS local_change_percent,
    measures.arithmetic,
    findings.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    papers.file,
    plans.id AS plan_id,
    papers.id AS paper_id,
    measures.id AS finding_id
FROM (
    SELECT DISTINCT citations.scheme, citations.round, citations.number, citations.plan FROM citations WHERE citations.plan IS NOT NULL
) AS target
JOIN target_crime_types ON target_crime_types.scheme = target.scheme AND target_crime_types.round = target.round
    AND target_crime_types.number = target.number
JOIN plans ON plans.id = target.plan
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
LEFT JOIN (
    measure_crime_types
    JOIN measures ON measures.id = measure_crime_types.measure
    JOIN findings ON findings.id = measures.id
) ON measures.plan = plans.id AND measure_crime_types.scheme = target.scheme AND measure_crime_types.round = target.round
    AND measure_crime_types.number = target.number AND measure_crime_types.crime_type = target_crime_types.crime_type
ORDER BY target.scheme, target.round, target.number, plan_areas.area, papers.file, target_crime_types.position;

CREATE VIEW citations_that_do_not_fit AS
SELECT
    citations.scheme,
    citations.round,
    citations.number,
    citations.text AS as_printed,
    citations.flag,
    plan_areas.area,
    plans.period_start,
    plans.period_end,
    findings.page,
    findings.repeats IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_forms WHERE paper_forms.paper = papers.id AND paper_forms.form_of <> paper_forms.paper
    ) AS first_form,
    papers.file,
    papers.id AS paper_id,
    citations.id AS finding_id
FROM citations
JOIN findings ON findings.id = citations.id
JOIN papers ON papers.id = citations.paper
LEFT JOIN plans ON plans.id = citations.plan
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
WHERE citations.flag IS NOT NULL
ORDER BY citations.scheme, citations.round, CAST(citations.number AS INTEGER), papers.file, citations.position;

CREATE VIEW measures_over_time AS
SELECT
    plan_areas.area,
    measures.measured,
    plans.period_start,
    plans.period_end,
    measures.objective,
    measures.baseline,
    measures.target,
    measures.baseline_value,
    measures.target_value,
    measures.unit,
    measures.change_percent,
    measures.target_year,
    measures.arithmetic,
    later_plan.period_start AS later_period_start,
    later_plan.period_end AS later_period_end,
    later.objective AS later_objective,
    later.baseline AS later_baseline,
    later.baseline_value AS later_baseline_value,
    CASE
        WHEN later.id IS NULL OR later.baseline_value IS NULL OR measures.target_value IS NULL OR measures.baseline_value IS NULL
            OR measures.target_value = measures.baseline_value
            OR coalesce(measures.unit, '') <> coalesce(later.unit, '')
            OR later_plan.period_start < coalesce(measures.target_year, plans.period_end) THEN 'cannot say'
        WHEN measures.target_value < measures.baseline_value AND later.baseline_value <= measures.target_value THEN 'met'
        WHEN measures.target_value > measures.baseline_value AND later.baseline_value >= measures.target_value THEN 'met'
        ELSE 'not met'
    END AS target_met,
    NOT EXISTS (SELECT 1 FROM paper_forms WHERE paper_forms.paper = plans.paper AND paper_forms.form_of <> paper_forms.paper) AS first_form,
    plans.id AS plan_id,
    measures.id AS finding_id,
    later.id AS later_finding_id
FROM measures
JOIN plans ON plans.id = measures.plan
JOIN plan_areas ON plan_areas.plan = plans.id
LEFT JOIN (
    measures AS later
    JOIN plans AS later_plan ON later_plan.id = later.plan
    JOIN plan_areas AS later_area ON later_area.plan = later_plan.id
) ON later.measured = measures.measured AND later_area.area = plan_areas.area AND later_plan.period_start > plans.period_start
    AND later_plan.period_start = (
        SELECT min(between_plan.period_start)
        FROM measures AS between_measure
        JOIN plans AS between_plan ON between_plan.id = between_measure.plan
        JOIN plan_areas AS between_area ON between_area.plan = between_plan.id
        WHERE between_measure.measured = measures.measured AND between_area.area = plan_areas.area
            AND between_plan.period_start > plans.period_start
    )
WHERE measures.measured <> ''
ORDER BY plan_areas.area, measures.measured, plans.period_start, plans.id, measures.position;

CREATE VIEW measures_shared AS
SELECT
    measures.measured,
    count(DISTINCT plan_areas.area) AS areas,
    count(DISTINCT plan_areas.area || ' ' || plans.period_start || ' ' || plans.period_end) AS areas_and_periods,
    min(plans.period_start) AS first_year,
    max(plans.period_end) AS last_year,
    min(measures.change_percent) AS least_change_percent,
    max(measures.change_percent) AS greatest_change_percent
FROM measures
JOIN plans ON plans.id = measures.plan
JOIN plan_areas ON plan_areas.plan = plans.id
WHERE measures.measured <> ''
GROUP BY measures.measured
ORDER BY areas DESC, areas_and_periods DESC, measures.measured;

CREATE VIEW similar_areas AS
SELECT DISTINCT
    plan_areas.area,
    area_group_members.area AS similar_area,
    'named by its own paper' AS why,
    area_groups.name AS wording,
    area_group_members.area IN (SELECT name FROM areas) AS held,
    findings.page,
    papers.id AS paper_id,
    area_groups.id AS finding_id
FROM area_group_members
JOIN area_groups ON area_groups.id = area_group_members.area_group
JOIN findings ON findings.id = area_groups.id
JOIN papers ON papers.id = area_groups.paper
JOIN plans ON plans.paper = papers.id
JOIN plan_areas ON plan_areas.plan = plans.id
WHERE plan_areas.area <> area_group_members.area
UNION ALL
SELECT one.name, other.name, 'same police force', one.force, 1, NULL, NULL, NULL
FROM areas AS one JOIN areas AS other ON other.force = one.force AND other.name <> one.name
UNION ALL
SELECT one.name, other.name, 'same region', one.region, 1, NULL, NULL, NULL
FROM areas AS one JOIN areas AS other ON other.region = one.region AND other.name <> one.name
WHERE coalesce(one.force, '') <> coalesce(other.force, '-')
ORDER BY 1, 3, 2;

CREATE VIEW priority_history AS
SELECT
    links.area,
    links.before_start,
    links.before_end,
    earlier.title AS before,
    earlier.kind AS before_kind,
    links.status,
    links.after_start,
    links.after_end,
    later.title AS after,
    later.kind AS after_kind,
    links.gap_start AS not_held_from,
    links.gap_end AS not_held_to,
    links.rule,
    links.score,
    (SELECT group_concat(title, '; ') FROM (
        SELECT priorities.title FROM json_each(links.candidates) JOIN priorities ON priorities.id = json_each.value ORDER BY json_each.key
    )) AS candidates,
    links.before_plan AS before_plan_id,
    links.after_plan AS after_plan_id,
    links.before_finding AS before_finding_id,
    links.after_finding AS after_finding_id,
    links.id AS link_id
FROM links
LEFT JOIN priorities AS earlier ON earlier.id = links.before_finding
LEFT JOIN priorities AS later ON later.id = links.after_finding
ORDER BY links.area, links.position;

CREATE VIEW what_became_of AS
SELECT
    links.area,
    links.before_start AS period_start,
    links.before_end AS period_end,
    priorities.title AS priority,
    group_concat(DISTINCT links.status) AS became,
    links.after_start AS next_start,
    links.after_end AS next_end,
    (SELECT group_concat(title, '; ') FROM (
        SELECT later.title FROM links AS onward JOIN priorities AS later ON later.id = onward.after_finding
        WHERE onward.before_finding = links.before_finding AND onward.area = links.area AND onward.after_plan = links.after_plan
        ORDER BY onward.position
    )) AS in_the_next_plan,
    links.gap_start AS not_held_from,
    links.gap_end AS not_held_to,
    links.before_plan AS plan_id,
    links.before_finding AS finding_id
FROM links
JOIN priorities ON priorities.id = links.before_finding
GROUP BY links.area, links.before_finding, links.after_plan
ORDER BY links.area, links.before_start, links.after_start, priorities.position;

CREATE VIEW in_other_words AS
SELECT
    likenesses.area,
    plans.period_start,
    plans.period_end,
    priorities.title AS priority,
    likenesses.other_area,
    other_plans.period_start AS other_start,
    other_plans.period_end AS other_end,
    others.title AS other_priority,
    likenesses.score,
    likenesses.rule,
    likenesses.finding AS finding_id,
    likenesses.other AS other_finding_id
FROM likenesses
JOIN priorities ON priorities.id = likenesses.finding
JOIN plans ON plans.id = priorities.plan
JOIN priorities AS others ON others.id = likenesses.other
JOIN plans AS other_plans ON other_plans.id = others.plan;

CREATE VIEW related_papers AS
SELECT
    papers.file,
    CASE paper_relations.relation
        WHEN 'duplicate' THEN 'has the same text as'
        WHEN 'contained' THEN 'is contained in'
        WHEN 'near-duplicate' THEN 'is nearly the same as'
        ELSE 'replaces'
    END AS relation,
    others.file AS other_file,
    paper_relations.pages,
    paper_relations.score,
    paper_relations.rule,
    papers.title,
    others.title AS other_title,
    papers.date,
    others.date AS other_date,
    paper_relations.paper AS paper_id,
    paper_relations.other AS other_id
FROM paper_relations
JOIN papers ON papers.id = paper_relations.paper
JOIN papers AS others ON others.id = paper_relations.other
ORDER BY papers.file, others.file, paper_relations.paper, paper_relations.other;
