-- Purpose: spreads a register over the nodes of a Citus cluster by authority, so that all rows of one stay together.
--
-- Run once on the coordinator, by the role that migrates, after a start of the service has migrated the database there and
-- before anything is recorded in it:
--   psql --single-transaction -v ON_ERROR_STOP=1 -f db/citus.sql "$DATABASE_OWNER_URL"
-- A table that a later migration adds is named here, too, and distributed by hand by that line.
--
-- No Citus can run in the tests. What they hold (test/postgres/citus.test.ts) is the keys: every table is named here once;
-- each key, unique index and exclusion constraint of a distributed table, and each foreign key between two, is led by
-- authority_id; what a table refers to stands before it. The guards, the walls and the reads are written for one PostgreSQL.
-- By Citus's documentation and sources (11 and later), this is still to be seen on a real cluster, and in part to be
-- changed, before a register may live there:
--
-- 1. Walls. Nodes are told of SET LOCAL alone, and only with citus.propagate_set_commands = 'local'. The service turns to an
--    authority by set_config(), which they are not told of: their policies would show nothing. Nodes connect to each other as
--    the current role, and quotepart_app may not log in.
-- 2. Routing. Most reads name no authority and leave that to the policy. A statement whose authority the planner does not
--    see goes to all shards, and grouping sets (the summary), SELECT ... FOR UPDATE and recursive queries work on one only.
-- 3. Triggers. None are taken on distributed or reference tables unless citus.enable_unsafe_triggers is on, on each node. They
--    then run on a shard, where looking at another table (journal_recorded_at_increases, movement_year_open, closing_once,
--    mandate_within_seat, seat_around_mandates, and the deferred journal_sealed) is refused, unless
--    citus.allow_nested_distributed_execution is on. Triggers on TRUNCATE do not reach the shards.
-- 4. Names. Keys and tables bear the number of their shard there (decision_number_once_102008). The service knows failures by
--    the constraint's name, and refuse_change() makes one of the table's.
-- 5. The write lock is the row of `authority`, and Citus orders all that lock or update rows of one reference table: writes of
--    different authorities would wait for each other. A distributed table for last_seq and last_recorded_at ends that.
-- 6. Functions. authenticate, find_session, find_authority and token_fault read reference tables alone, on the coordinator.
--    seal_row reads a view over all tables, which must be routed whole. In an INSERT, no subquery may stand among the values,
--    and a CTE that writes must stay on one shard. Advisory locks (idempotency, migrating) hold on the coordinator only, so that
--    every instance must connect there.
-- 7. Constraints. Foreign keys to the journal are deferred: each node checks them when it prepares to commit. Exclusion
--    constraints need btree_gist on each node.

-- Of the installation: looked up before it is known whose they are, by a SIREN or a digest that is unique over all
-- authorities. No distributed table can hold that; reference tables, whole on each node, do. They are small, and mostly read.
select create_reference_table('authority');
select create_reference_table('token');
select create_reference_table('session');

-- Local: kysely_migration (the coordinator alone is migrated)
-- Local: kysely_migration_lock (the same)

-- Of an authority: everything else.
select create_distributed_table('journal', 'authority_id');
select create_distributed_table('seal', 'authority_id', colocate_with => 'journal');
select create_distributed_table('audit_event', 'authority_id', colocate_with => 'journal');
select create_distributed_table('origin', 'authority_id', colocate_with => 'journal');
select create_distributed_table('idempotency_key', 'authority_id', colocate_with => 'journal');
select create_distributed_table('token_use', 'authority_id', colocate_with => 'journal');
select create_distributed_table('feed_key', 'authority_id', colocate_with => 'journal');
select create_distributed_table('feed_key_revocation', 'authority_id', colocate_with => 'journal');
select create_distributed_table('rule_parameter', 'authority_id', colocate_with => 'journal');
select create_distributed_table('cooperative', 'authority_id', colocate_with => 'journal');
select create_distributed_table('cooperative_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('share_class', 'authority_id', colocate_with => 'journal');
select create_distributed_table('capital_statement', 'authority_id', colocate_with => 'journal');
select create_distributed_table('annual_accounts', 'authority_id', colocate_with => 'journal');
select create_distributed_table('cooperative_audit', 'authority_id', colocate_with => 'journal');
select create_distributed_table('advance_convention', 'authority_id', colocate_with => 'journal');
select create_distributed_table('account_number', 'authority_id', colocate_with => 'journal');
select create_distributed_table('acknowledgement', 'authority_id', colocate_with => 'journal');
select create_distributed_table('decision_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('decision', 'authority_id', colocate_with => 'journal');
select create_distributed_table('decision_cooperative', 'authority_id', colocate_with => 'journal');
select create_distributed_table('decision_document', 'authority_id', colocate_with => 'journal');
select create_distributed_table('decision_step', 'authority_id', colocate_with => 'journal');
select create_distributed_table('cooperative_step', 'authority_id', colocate_with => 'journal');
select create_distributed_table('authorisation_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('authorisation', 'authority_id', colocate_with => 'journal');
select create_distributed_table('movement', 'authority_id', colocate_with => 'journal');
select create_distributed_table('entry', 'authority_id', colocate_with => 'journal');
select create_distributed_table('class_balance', 'authority_id', colocate_with => 'journal');
select create_distributed_table('cooperative_balance', 'authority_id', colocate_with => 'journal');
select create_distributed_table('state_aid', 'authority_id', colocate_with => 'journal');
select create_distributed_table('closing', 'authority_id', colocate_with => 'journal');
select create_distributed_table('reopening', 'authority_id', colocate_with => 'journal');
select create_distributed_table('published_summary', 'authority_id', colocate_with => 'journal');
select create_distributed_table('person', 'authority_id', colocate_with => 'journal');
select create_distributed_table('person_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('person_identity', 'authority_id', colocate_with => 'journal');
select create_distributed_table('organ', 'authority_id', colocate_with => 'journal');
select create_distributed_table('organ_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('seat_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('seat', 'authority_id', colocate_with => 'journal');
select create_distributed_table('mandate_version', 'authority_id', colocate_with => 'journal');
select create_distributed_table('mandate', 'authority_id', colocate_with => 'journal');
