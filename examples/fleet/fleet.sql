-- What the lines of many repositories say together, for DuckDB:
--
--   duckdb < fleet.sql                 reads reports/**/*.ndjson
--
-- `fiducia check -f ndjson` writes the lines; schema/fleet-v1.json describes them. One file is one run.

CREATE OR REPLACE TABLE lines AS
SELECT *
FROM read_json(
    'reports/**/*.ndjson',
    format = 'newline_delimited',
    filename = true,
    maximum_object_size = 67108864,
    columns = {
        record: 'VARCHAR',
        repository: 'VARCHAR',
        "commit": 'VARCHAR',
        as_of: 'DATE',
        policies: 'MAP(VARCHAR, VARCHAR)',
        labels: 'MAP(VARCHAR, VARCHAR)',
        summary: 'JSON',
        rules: 'STRUCT(id VARCHAR, evaluated BIGINT, passed BIGINT, failed BIGINT, not_applicable BIGINT, errored BIGINT)[]',
        "rule": 'VARCHAR',
        title: 'VARCHAR',
        severity: 'VARCHAR',
        status: 'VARCHAR',
        fingerprint: 'VARCHAR',
        location: 'JSON',
        kind: 'VARCHAR',
        message: 'VARCHAR'
    }
);

-- The last run of each repository. A run whose repository is not known stands for itself.
CREATE OR REPLACE VIEW latest AS
SELECT *, coalesce(repository, filename) AS name
FROM lines
WHERE record = 'run'
QUALIFY row_number() OVER (PARTITION BY coalesce(repository, filename) ORDER BY as_of DESC, filename DESC) = 1;

CREATE OR REPLACE VIEW open_findings AS
SELECT lines.*, latest.name
FROM lines JOIN latest USING (filename)
WHERE lines.record = 'finding' AND lines.status = 'open';

-- Findings by control: where it fails, where it could not be evaluated, and where it was never evaluated, which is no pass.
CREATE OR REPLACE VIEW findings_by_control AS
WITH judged AS (
    SELECT unnest(rules, recursive := true) FROM latest
), of_rule AS (
    SELECT
        id,
        count(*) FILTER (evaluated > 0) AS evaluated_in,
        count(*) FILTER (failed > 0) AS failing_in,
        count(*) FILTER (errored > 0) AS errored_in,
        count(*) FILTER (evaluated = 0) AS never_evaluated_in
    FROM judged
    GROUP BY id
), found AS (
    SELECT "rule" AS id, any_value(title) AS title, count(*) AS findings
    FROM open_findings
    GROUP BY "rule"
)
SELECT id, title, coalesce(findings, 0) AS findings, failing_in, errored_in, evaluated_in, never_evaluated_in
FROM of_rule LEFT JOIN found USING (id)
ORDER BY findings DESC, id;

-- The trend: open findings of each month, of the last run that each repository had in it.
CREATE OR REPLACE VIEW trend AS
WITH runs AS (
    SELECT filename, date_trunc('month', as_of)::DATE AS month
    FROM lines
    WHERE record = 'run'
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(repository, filename), date_trunc('month', as_of) ORDER BY as_of DESC, filename DESC
    ) = 1
), found AS (
    SELECT
        filename,
        count(*) FILTER (severity = 'critical') AS critical,
        count(*) FILTER (severity = 'high') AS high,
        count(*) AS findings
    FROM lines
    WHERE record = 'finding' AND status = 'open'
    GROUP BY filename
)
SELECT
    month,
    count(*) AS repositories,
    coalesce(sum(critical), 0)::BIGINT AS critical,
    coalesce(sum(high), 0)::BIGINT AS high,
    coalesce(sum(findings), 0)::BIGINT AS findings,
    round(coalesce(sum(findings), 0) / count(*), 2) AS findings_per_repository
FROM runs LEFT JOIN found USING (filename)
GROUP BY month
ORDER BY month;

-- The worst repositories. What could not be checked counts before everything that was found.
CREATE OR REPLACE VIEW worst_repositories AS
WITH problems AS (
    SELECT filename, count(*) AS problems FROM lines WHERE record = 'problem' GROUP BY filename
), found AS (
    SELECT
        filename,
        count(*) FILTER (severity = 'critical') AS critical,
        count(*) FILTER (severity = 'high') AS high,
        count(*) FILTER (severity = 'medium') AS medium,
        count(*) AS findings
    FROM open_findings
    GROUP BY filename
)
SELECT
    name AS repository,
    "commit",
    as_of,
    labels,
    coalesce(problems, 0) AS problems,
    coalesce(critical, 0) AS critical,
    coalesce(high, 0) AS high,
    coalesce(medium, 0) AS medium,
    coalesce(findings, 0) AS findings
FROM latest LEFT JOIN problems USING (filename) LEFT JOIN found USING (filename)
ORDER BY problems > 0 DESC, critical DESC, high DESC, medium DESC, findings DESC, name;

-- Which policies judged how many repositories: more than one digest of a pack is a fleet on several versions.
CREATE OR REPLACE VIEW policy_versions AS
SELECT pack.key AS pack, pack.value AS digest, count(*) AS repositories, min(as_of) AS first, max(as_of) AS last
FROM (SELECT unnest(map_entries(policies)) AS pack, as_of FROM latest)
GROUP BY ALL
ORDER BY pack, repositories DESC, digest;

.print Findings by control
SELECT * FROM findings_by_control WHERE findings > 0 OR errored_in > 0 LIMIT 20;
.print Trend
SELECT * FROM trend;
.print Worst repositories
SELECT * FROM worst_repositories LIMIT 20;
.print Policies
SELECT * FROM policy_versions;
