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
    priorities.confidence,
    priorities.rule,
    findings.page,
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
    findings.page,
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
    (SELECT group_concat(reference, '; ') FROM (
        SELECT reference FROM finding_references WHERE finding = actions.id ORDER BY position
    )) AS cited,
    findings.page,
    plans.id AS plan_id,
    plans.paper AS paper_id,
    papers.file,
    actions.id AS finding_id
FROM actions
JOIN findings ON findings.id = actions.id
JOIN plans ON plans.id = actions.plan
JOIN papers ON papers.id = plans.paper
LEFT JOIN plan_areas ON plan_areas.plan = plans.id
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
    papers.title AS paper,
    papers.date,
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
    papers.file,
    papers.manifest_source AS source,
    papers.id AS paper_id
FROM papers
ORDER BY papers.date, papers.file;
