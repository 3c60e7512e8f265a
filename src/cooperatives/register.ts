import type { Writing } from '../journal/command.ts'
import { newId } from '../values/id.ts'
import { patched } from '../values/patch.ts'
import { insertCooperative, insertCooperativeVersion } from './queries.ts'
import type { Cooperative, CooperativeInput, CooperativePatch } from './schema.ts'

/** Enters a cooperative in the register. */
export async function registerCooperative(
  { tx, caller, seq, recordedAt }: Writing,
  input: CooperativeInput,
): Promise<Cooperative> {
  const cooperative: Cooperative = {
    id: newId(),
    name: input.name,
    legalForm: input.legalForm,
    activity: input.activity ?? null,
    siren: input.siren ?? null,
    nic: input.nic ?? null,
    communeCode: input.communeCode ?? null,
    communeName: input.communeName ?? null,
    version: 1,
    recordedAt,
  }
  await insertCooperative(tx, caller.authorityId, cooperative.id, seq)
  await insertCooperativeVersion(tx, caller.authorityId, seq, cooperative)
  return cooperative
}

/** Adds a version with what changed; earlier versions stay what was known then. */
export async function amendCooperative(
  { tx, caller, seq, recordedAt }: Writing,
  current: Cooperative,
  patch: CooperativePatch,
): Promise<Cooperative> {
  const amended: Cooperative = { ...patched(current, patch), version: current.version + 1, recordedAt }
  await insertCooperativeVersion(tx, caller.authorityId, seq, amended)
  return amended
}
