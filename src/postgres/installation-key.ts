import { asAuthority, INSTALLATION, type Transacting } from './database.ts'

/** The key that an installation signs its cursors with: the same on every instance, and on no other installation. */
export async function installationKey(database: Transacting): Promise<Buffer> {
  const { cursor_key } = await asAuthority(database, INSTALLATION, (tx) =>
    tx.selectFrom('authority').select('cursor_key').where('authority_id', '=', INSTALLATION).executeTakeFirstOrThrow(),
  )
  return cursor_key
}
