// The tables can be spread over a cluster by authority: their keys allow it, and the script that does it names them all.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { type Test, test } from 'tap'
import { createDatabase } from '../support/database.ts'
import { obstaclesToDistribution } from './citus.ts'

const SCRIPT = readFileSync(new URL('../../db/citus.sql', import.meta.url), 'utf8')

test('every table is named once, and nothing stands in the way of where it is put', async (t) => {
  const client = await migrated(t)
  t.same(await obstaclesToDistribution(client, SCRIPT), [])
})

test('what stands in the way is found', async (t) => {
  const client = await migrated(t)
  // A table that the script does not name yet is for the test above to tell.
  const already = await obstaclesToDistribution(client, SCRIPT)
  const findings = async (ddl: string, lines: string) => {
    await client.query('begin')
    await client.query(ddl)
    const found = await obstaclesToDistribution(client, SCRIPT + lines)
    await client.query('rollback')
    return found.filter((obstacle) => !already.includes(obstacle))
  }
  const distributed = "select create_distributed_table('vote', 'authority_id', colocate_with => 'journal');\n"
  const vote = 'create table vote (authority_id uuid not null, id uuid, seat_id uuid,'

  t.same(await findings(`${vote} primary key (authority_id, id))`, ''), ['vote is named 0 times'])
  t.same(await findings(`${vote} primary key (authority_id, id))`, distributed), [], 'a table as it should be')
  t.same(await findings(`${vote} primary key (authority_id, id))`, `${distributed}-- Local: vote (why)\n`), [
    'vote is named 2 times',
  ])
  t.same(await findings('create table vote (authority_id uuid)', distributed), ['vote: authority_id may be null'])
  t.same(await findings(`${vote} primary key (id, authority_id))`, distributed), [
    'vote_pkey is not led by authority_id',
  ])
  t.same(await findings(`${vote} constraint c unique (id))`, distributed), ['c is not led by authority_id'])
  t.same(
    await findings(
      `${vote} unique (authority_id, id)); create unique index i on vote (id) where id is not null`,
      distributed,
    ),
    ['i is not led by authority_id'],
  )
  t.same(
    await findings(`${vote} constraint c exclude using gist (authority_id with <>, id with =))`, distributed),
    ['c is not led by authority_id'],
    'an exclusion constraint compares the authority by another operator than equality',
  )
  t.same(
    await findings(
      `create unique index on seat (id, authority_id);
       ${vote} constraint c foreign key (seat_id, authority_id) references seat (id, authority_id))`,
      distributed,
    ),
    ['c is not led by authority_id on both sides', 'seat_id_authority_id_idx is not led by authority_id'],
  )
  t.same(
    await findings(
      `alter table session add seat_id uuid;
       alter table session add constraint c foreign key (authority_id, seat_id) references seat`,
      '',
    ),
    [
      'c leads from session, which is no distributed table, to seat, which is one',
      'session stands before seat, which it refers to',
    ],
  )
  t.same(
    await findings(
      `${vote} primary key (authority_id, id));
       alter table seat add vote_id uuid, add constraint c foreign key (authority_id, vote_id) references vote`,
      distributed,
    ),
    ['seat stands before vote, which it refers to'],
  )
  t.same(
    await findings(
      `${vote} constraint c foreign key (authority_id, seat_id) references seat on delete set null)`,
      distributed,
    ),
    ['c changes rows by itself'],
  )
  t.same(await findings(`${vote} number int generated always as identity)`, distributed), [
    'vote_number_seq is a sequence',
  ])
  t.same(await findings('', "select create_reference_table('tokens');\n"), ['there is no table tokens'])
  const otherwise = "select create_distributed_table('vote', 'seat_id');"
  t.same(await findings('', `${otherwise}\n`), [`not understood: ${otherwise}`])
})

async function migrated(t: Test): Promise<pg.Client> {
  const { url, drop } = await createDatabase('postgres')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(async () => {
    await client.end()
    await drop()
  })
  return client
}
