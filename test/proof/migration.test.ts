// A register that was filled before there were seals is sealed as it is found, and verified from then on.
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { test } from 'tap'
import { openPostgres } from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { checkRegister } from '../../src/proof/registers.ts'
import { emptyDatabase } from '../postgres/servers.ts'

const FOLDER = new URL('../../db/migrations/', import.meta.url)
const AUTHORITY = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const COOPERATIVE = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e62'
const DECISION = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e63'

/** What the service left before 0006: a first administrator's token that another one replaced, and an authority at work. */
const BEFORE = `
  insert into authority (authority_id, name, created_at, cursor_key, last_recorded_at, last_seq) values
    (installation(), 'Installation', '1970-01-01Z', sha256('a'), '2024-01-02Z', 2),
    ('${AUTHORITY}', 'Département du Test', '2024-01-01Z', sha256('b'), '2024-01-05Z', 2);
  insert into token (authority_id, id, name, role, hash, bootstrap, created_at, revoked_at) values
    (installation(), gen_random_uuid(), 'bootstrap', 'admin', sha256('1'), true, '2023-12-01Z', '2023-12-05Z'),
    (installation(), gen_random_uuid(), 'bootstrap', 'admin', sha256('2'), true, '2023-12-05Z', null),
    ('${AUTHORITY}', '${DECISION}', 'finances', 'finance', sha256('3'), false, '2024-01-02Z', null);
  insert into journal (authority_id, seq, recorded_at, operation, target_id, actor_name, actor_role, request_id, content) values
    (installation(), 1, '2024-01-01Z', 'createAuthority', '${AUTHORITY}', 'bootstrap', 'admin', 'r', '{}'),
    (installation(), 2, '2024-01-02Z', 'createToken', '${DECISION}', 'bootstrap', 'admin', 'r', '{}'),
    ('${AUTHORITY}', 1, '2024-01-04Z', 'createCooperative', '${COOPERATIVE}', 'finances', 'finance', 'r', '{}'),
    ('${AUTHORITY}', 2, '2024-01-05Z', 'recordDecision', '${DECISION}', 'finances', 'finance', 'r', '{}');
  insert into cooperative (authority_id, id, seq) values ('${AUTHORITY}', '${COOPERATIVE}', 1);
  insert into cooperative_version (authority_id, cooperative_id, version, seq, recorded_at, name, legal_form) values
    ('${AUTHORITY}', '${COOPERATIVE}', 1, 1, '2024-01-04Z', 'L’Épicerie', 'scic_sas');
  insert into decision_version (authority_id, decision_id, version, seq, recorded_at, number, body, kind, object) values
    ('${AUTHORITY}', '${DECISION}', 1, 2, '2024-01-05Z', 'D-1', 'assembly', 'entry', 'Entrée');
  insert into decision (authority_id, id, seq, body, number) values ('${AUTHORITY}', '${DECISION}', 2, 'assembly', 'D-1');
  insert into decision_cooperative (authority_id, decision_id, version, cooperative_id) values
    ('${AUTHORITY}', '${DECISION}', 1, '${COOPERATIVE}');`

test('an older register is sealed when it is migrated', async (t) => {
  const database = openPostgres(await emptyDatabase(t), { max: 1 })
  t.teardown(() => database.close())
  const files = readdirSync(FOLDER).filter((file) => file < '0006')
  const steps = files.map((file) => [
    file.slice(0, -'.sql'.length),
    {
      up: async (db: typeof database.kysely) =>
        void (await sql.raw(readFileSync(new URL(file, FOLDER), 'utf8')).execute(db)),
    },
  ])
  const provider = { getMigrations: async () => Object.fromEntries(steps) }
  const { error } = await new Migrator({ db: database.kysely, provider }).migrateToLatest()
  t.equal(error, undefined)
  await sql.raw(BEFORE).execute(database.kysely)

  await migrate(database, undefined, async () => {})
  const { faults, conclusion } = await database.kysely.transaction().execute((tx) => checkRegister(tx, []))
  t.same(faults, [])
  t.match(conclusion, /^\d+ rows at 7 places of 2 authorities are as they were sealed/)
  const { rows } = await sql`select seq from decision_cooperative`.execute(database.kysely)
  t.same(rows, [{ seq: 2 }])
})
